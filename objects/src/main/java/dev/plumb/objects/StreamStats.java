package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statistics that sent and received streams have in common, collected at one moment. */
final class StreamStats {
    private final List<RTCStats> all = new ArrayList<>();
    private final String transport;
    private final MediaKind kind;
    private final double timestampMillis;

    StreamStats(RTCDtlsTransport dtls, MediaKind kind, double timestampMillis) {
        this.transport = TransportStats.idOf(dtls);
        this.kind = kind;
        this.timestampMillis = timestampMillis;
    }

    List<RTCStats> all() {
        return all;
    }

    void put(String id, String type, Map<String, Object> members) {
        all.add(new RTCStats(id, type, timestampMillis, members));
    }

    String id(String way, Object what) {
        return transport + "-" + way + "-" + what;
    }

    /** Returns the members that every stream has. */
    Map<String, Object> stream(long ssrc, String codecId) {
        Map<String, Object> m = new HashMap<>();
        m.put("kind", kind.spec());
        m.put("ssrc", ssrc);
        m.put("transportId", transport);
        if (!codecId.isEmpty()) {
            m.put("codecId", codecId);
        }
        return m;
    }

    /** Adds the statistics of a codec, and returns their id. */
    String codec(String way, RTCRtpCodecParameters c) {
        String id = id("codec-" + way, c.payloadType());
        Map<String, Object> m = new HashMap<>();
        m.put("payloadType", c.payloadType());
        m.put("mimeType", c.mimeType(kind));
        m.put("clockRate", c.clockRateHz());
        m.put("transportId", transport);
        if (c.channels() > 0) {
            m.put("channels", c.channels());
        }
        if (!c.parameters().isEmpty()) {
            m.put(
                    "sdpFmtpLine",
                    String.join(
                            ";",
                            c.parameters().entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(e -> e.getKey() + "=" + e.getValue())
                                    .toList()));
        }
        put(id, "codec", m);
        return id;
    }
}
