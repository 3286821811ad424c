package dev.plumb.server.signalling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.Map;
import java.util.Optional;

/** The figures of a call for people, computed from two consecutive statistics reports. */
final class AgentFigures {
    private Totals before = new Totals(Double.NaN, 0, 0, 0, 0, 0, 0);

    private record Totals(
            double atMillis,
            double bytesIn,
            double bytesOut,
            double packetsIn,
            double lostIn,
            double framesIn,
            double framesOut) {}

    /**
     * Adds the figures since the previous report. Unknown figures are absent. The first report only starts the
     * measurement.
     */
    void put(ObjectNode node, RTCStatsReport report) {
        Totals now = totals(report);
        double seconds = (now.atMillis - before.atMillis) / 1e3;
        if (seconds > 0) {
            node.put("bitsPerSecondIn", Math.round((now.bytesIn - before.bytesIn) * 8 / seconds));
            node.put("bitsPerSecondOut", Math.round((now.bytesOut - before.bytesOut) * 8 / seconds));
            node.put("framesPerSecondIn", (now.framesIn - before.framesIn) / seconds);
            node.put("framesPerSecondOut", (now.framesOut - before.framesOut) / seconds);
            double lost = Math.max(0, now.lostIn - before.lostIn);
            double expected = lost + now.packetsIn - before.packetsIn;
            node.put("lossPercentIn", expected > 0 ? 100 * lost / expected : 0);
        }
        before = now;
        report.ofType("inbound-rtp").stream()
                .mapToDouble(s -> s.number("jitter"))
                .filter(Double::isFinite)
                .max()
                .ifPresent(j -> node.put("jitterMillis", j * 1e3));
        selectedPair(report)
                .map(p -> p.number("currentRoundTripTime"))
                .filter(Double::isFinite)
                .ifPresent(rtt -> node.put("rttMillis", rtt * 1e3));
    }

    private static Totals totals(RTCStatsReport report) {
        return new Totals(
                report.byId().values().stream()
                        .mapToDouble(RTCStats::timestampMillis)
                        .max()
                        .orElse(Double.NaN),
                sum(report, "inbound-rtp", "bytesReceived"),
                sum(report, "outbound-rtp", "bytesSent"),
                sum(report, "inbound-rtp", "packetsReceived"),
                sum(report, "inbound-rtp", "packetsLost"),
                sum(report, "inbound-rtp", "framesDecoded"),
                sum(report, "outbound-rtp", "framesEncoded"));
    }

    private static double sum(RTCStatsReport report, String type, String member) {
        return report.ofType(type).stream()
                .mapToDouble(s -> s.number(member))
                .filter(Double::isFinite)
                .sum();
    }

    private static Optional<RTCStats> selectedPair(RTCStatsReport report) {
        Map<String, RTCStats> all = report.byId();
        return report.ofType("transport").stream()
                .map(t -> all.get(t.text("selectedCandidatePairId")))
                .filter(p -> p != null)
                .findFirst();
    }
}
