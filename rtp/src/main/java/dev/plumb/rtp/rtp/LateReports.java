package dev.plumb.rtp.rtp;

import dev.plumb.rtp.rtcp.SenderReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The RTCP reports about streams that do not exist yet. They are kept for streams that start late: a bounded number of
 * them, for 30 s.
 */
final class LateReports {
    private static final int AT_MOST = 1024;
    private static final long KEEP_NANOS = 30_000_000_000L;

    private final Map<Long, Said> said = new LinkedHashMap<>();
    private long nowNanos;

    private record Said(@Nullable SenderReport report, long reportNanos, String cname, long untilNanos) {}

    /** Advances the time and drops reports that are too old. */
    void at(long newNowNanos) {
        nowNanos = newNowNanos;
        var all = said.values().iterator();
        while (all.hasNext() && all.next().untilNanos < nowNanos) {
            all.remove();
        }
    }

    void keep(SenderReport report) {
        Said before = said.remove(report.ssrc());
        put(report.ssrc(), new Said(report, nowNanos, before == null ? "" : before.cname, nowNanos + KEEP_NANOS));
    }

    void keep(long ssrc, String cname) {
        Said before = said.remove(ssrc);
        put(
                ssrc,
                before == null
                        ? new Said(null, 0, cname, nowNanos + KEEP_NANOS)
                        : new Said(before.report, before.reportNanos, cname, nowNanos + KEEP_NANOS));
    }

    private void put(long ssrc, Said what) {
        if (said.size() >= AT_MOST) {
            said.remove(said.keySet().iterator().next());
        }
        said.put(ssrc, what);
    }

    /** Tells a new stream the reports about it. */
    void tell(RtpReceiveStream stream) {
        Said what = said.remove(stream.ssrc());
        if (what == null || what.untilNanos < nowNanos) {
            return;
        }
        if (!what.cname.isEmpty()) {
            stream.cname(what.cname);
        }
        SenderReport report = what.report;
        if (report != null) {
            stream.reported(report, what.reportNanos);
        }
    }

    int size() {
        return said.size();
    }
}
