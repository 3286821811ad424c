package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class SendEncoding {
    SendEncoding(Agent agent, MediaKind kind, MediaTransport media, RTCRtpParameters p, RTCRtpEncodingParameters e) {}

    void track(@Nullable MediaStreamTrack track) {}

    boolean fits(RTCRtpEncodingParameters e) {
        return true;
    }

    void update(RTCRtpParameters p, RTCRtpEncodingParameters e) {}

    List<RTCStats> stats() {
        return List.of();
    }

    void close() {}
}
