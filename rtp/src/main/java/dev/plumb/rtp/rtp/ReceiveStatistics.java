package dev.plumb.rtp.rtp;

import dev.plumb.base.engine.NtpTime;
import dev.plumb.rtp.packet.SequenceUnwrapper;
import dev.plumb.rtp.rtcp.ReportBlock;
import dev.plumb.rtp.rtcp.SenderReport;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one received stream for its reports.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3550#appendix-A.3 RFC 3550 A.3, number of packets expected and lost
 * @spec https://www.rfc-editor.org/rfc/rfc3550#appendix-A.8 RFC 3550 A.8, interarrival jitter
 */
final class ReceiveStatistics {
    private final long ssrc;
    private final SequenceUnwrapper unwrapper = SequenceUnwrapper.of16();
    private long base = -1;
    private long highest = -1;
    private long received;
    private long expectedAtReport;
    private long receivedAtReport;
    private long lastTransit;
    private double jitter;
    private long lastArrivalNanos;
    private @Nullable SenderReport lastReport;
    private long lastReportNanos;

    ReceiveStatistics(long ssrc) {
        this.ssrc = ssrc;
    }

    /** Counts a packet that arrived by itself, and returns its unwrapped sequence number. */
    long arrived(int sequence, long timestamp, int clockRateHz, long nowNanos) {
        long unwrapped = unwrapper.unwrap(sequence);
        if (base < 0) {
            base = unwrapped;
        }
        boolean newest = unwrapped > highest;
        base = Math.min(base, unwrapped);
        highest = Math.max(highest, unwrapped);
        if (newest) {
            measureJitter(timestamp, clockRateHz, nowNanos, received > 0);
        }
        received++;
        lastArrivalNanos = nowNanos;
        return unwrapped;
    }

    /** Returns the unwrapped number of a repaired packet, which does not count as received. */
    long unwrap(int sequence) {
        return unwrapper.peek(sequence);
    }

    private void measureJitter(long timestamp, int clockRateHz, long nowNanos, boolean hasPrevious) {
        long arrivalTicks = nowNanos / 1000 * clockRateHz / 1_000_000;
        long transit = arrivalTicks - timestamp & 0xffff_ffffL;
        if (hasPrevious) {
            int difference = (int) (transit - lastTransit);
            // a turn of the timestamps by more than some seconds is a new beginning, not jitter
            if (Math.abs((long) difference) < 10L * clockRateHz) {
                jitter += (Math.abs(difference) - jitter) / 16;
            }
        }
        lastTransit = transit;
    }

    void reported(SenderReport report, long nowNanos) {
        lastReport = report;
        lastReportNanos = nowNanos;
    }

    /** Returns the report block, and ends the interval since the last report. */
    ReportBlock block(long nowNanos) {
        long expected = expected();
        long expectedNow = expected - expectedAtReport;
        long receivedNow = received - receivedAtReport;
        expectedAtReport = expected;
        receivedAtReport = received;
        long lostNow = expectedNow - receivedNow;
        int fraction = expectedNow == 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
        SenderReport report = lastReport;
        // the first turn that the unwrapper adds is not the sender's
        long extended = highest - (1L << 16) & 0xffff_ffffL;
        return new ReportBlock(
                ssrc,
                fraction,
                (int) Math.clamp(lost(), -0x80_0000L, 0x7f_ffffL),
                extended,
                (long) jitter,
                report == null ? 0 : NtpTime.middle(report.ntp()),
                report == null ? 0 : NtpTime.nanosToMiddle(nowNanos - lastReportNanos));
    }

    private long expected() {
        return base < 0 ? 0 : highest - base + 1;
    }

    long lost() {
        return expected() - received;
    }

    long received() {
        return received;
    }

    /** Returns whether any packet arrived since the last report. */
    boolean isActive() {
        return received != receivedAtReport;
    }

    double jitterTicks() {
        return jitter;
    }

    long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    @Nullable
    SenderReport lastSenderReport() {
        return lastReport;
    }
}
