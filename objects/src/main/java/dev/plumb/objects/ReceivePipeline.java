package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStats;
import java.util.List;

final class ReceivePipeline {
    ReceivePipeline(Agent agent, MediaKind kind, MediaTransport media, MediaStreamTrack track) {}

    void update(RTCRtpParameters p) {}

    List<RTCStats> stats() {
        return List.of();
    }

    void close() {}
}
