package dev.plumb.sctp;

import dev.plumb.base.engine.Engine;

/**
 * A pacer that spreads a congestion window over one round-trip time, slightly faster than the window alone would send.
 * It is a token bucket of bytes, filled at the pace. The bucket holds the burst limit or the bytes of two clock ticks,
 * whichever is more.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 */
final class WindowPacer {
    private static final double IN_SLOW_START = 2;
    private static final double IN_AVOIDANCE = 1.25;
    private static final long TICK_NANOS = 1_000_000;

    private final int burstPackets;
    private double bytes;
    private double capacityBytes;
    /** Bytes a nanosecond; 0 where no round trip is known. */
    private double rate;

    private long filledNanos;

    WindowPacer(int burstPackets) {
        this.burstPackets = burstPackets;
    }

    /** Sets the pace, and fills up. */
    void refill(CongestionController congestion, long rttNanos, long nowNanos) {
        double before = rate;
        rate = rttNanos == 0
                ? 0
                : (congestion.isSlowStart() ? IN_SLOW_START : IN_AVOIDANCE) * congestion.windowBytes() / rttNanos;
        capacityBytes = Math.max((double) burstPackets * congestion.mtuBytes(), rate * 2 * TICK_NANOS);
        bytes = rate == 0 || before == 0
                ? capacityBytes
                : Math.min(capacityBytes, bytes + rate * (nowNanos - filledNanos));
        filledNanos = nowNanos;
    }

    /** Returns whether a packet may go now. */
    boolean allows() {
        return bytes > 0;
    }

    /** Records bytes that were sent. */
    void sent(int sentBytes) {
        bytes -= sentBytes;
    }

    /** Returns the time at which to try again. */
    long nextNanos() {
        if (rate == 0) {
            return Engine.NEVER;
        }
        double missing = Math.max(0, Math.min(capacityBytes / 2, rate * TICK_NANOS) - bytes);
        return filledNanos + (long) Math.max(missing / rate, 1);
    }
}
