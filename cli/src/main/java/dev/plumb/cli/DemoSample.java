package dev.plumb.cli;

import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;

/**
 * The demo's figures at one moment.
 *
 * @param atSeconds since media began
 * @param rttMillis round trip; NaN before it is known
 */
record DemoSample(double atSeconds, double rttMillis, Way audio, Way video, long framesDecoded) {
    /**
     * One kind of media, both ends.
     *
     * @param jitterMillis the jitter as the receiver measures it
     */
    record Way(
            long packetsSent,
            long bytesSent,
            long packetsReceived,
            long packetsLost,
            long bytesReceived,
            double jitterMillis) {}

    static DemoSample of(double atSeconds, RTCStatsReport sender, RTCStatsReport receiver) {
        // measured by RTCP about once a second
        double rtt = sender.ofType("remote-inbound-rtp").stream()
                .mapToDouble(s -> s.number("roundTripTime") * 1_000)
                .findFirst()
                .orElse(Double.NaN);
        long decoded = receiver.ofType("inbound-rtp").stream()
                .filter(s -> s.text("kind").equals("video"))
                .mapToLong(s -> whole(s, "framesDecoded"))
                .sum();
        return new DemoSample(atSeconds, rtt, way("audio", sender, receiver), way("video", sender, receiver), decoded);
    }

    private static Way way(String kind, RTCStatsReport sender, RTCStatsReport receiver) {
        long packetsSent = 0;
        long bytesSent = 0;
        for (RTCStats s : sender.ofType("outbound-rtp")) {
            if (s.text("kind").equals(kind)) {
                packetsSent += whole(s, "packetsSent");
                bytesSent += whole(s, "bytesSent");
            }
        }
        long packets = 0;
        long lost = 0;
        long bytes = 0;
        double jitter = 0;
        for (RTCStats s : receiver.ofType("inbound-rtp")) {
            if (s.text("kind").equals(kind)) {
                packets += whole(s, "packetsReceived");
                lost += whole(s, "packetsLost");
                bytes += whole(s, "bytesReceived");
                jitter = s.number("jitter") * 1_000;
            }
        }
        return new Way(packetsSent, bytesSent, packets, lost, bytes, jitter);
    }

    private static long whole(RTCStats s, String member) {
        double value = s.number(member);
        return Double.isNaN(value) ? 0 : (long) value;
    }
}
