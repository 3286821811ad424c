package dev.plumb.objects;

/** RTP timestamps of one stream as monotonic time: by their differences, from the first one's arrival on. */
final class RtpClock {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long MILLI_AS_NANOS = 1_000_000L;

    /** Clocks drift apart, streams restart: so far from arrival, it begins anew. */
    private static final long MOST_NANOS = 1_000_000_000L;

    private long firstNanos;
    private long lastTimestamp = -1;
    private long ticks;
    private int clockRateHz;

    long nanosOf(long rtpTimestamp, int atClockRateHz, long arrivedNanos) {
        if (lastTimestamp < 0 || atClockRateHz != clockRateHz) {
            begin(arrivedNanos);
            clockRateHz = atClockRateHz;
        } else {
            ticks += (int) (rtpTimestamp - lastTimestamp);
        }
        lastTimestamp = rtpTimestamp;
        long nanos = firstNanos + Math.round(ticks * NANOS_PER_SECOND / clockRateHz);
        if (Math.abs(nanos - arrivedNanos) > MOST_NANOS) {
            begin(arrivedNanos);
            return firstNanos;
        }
        return nanos;
    }

    /**
     * Begins a stream. The time is cut to whole milliseconds, which are whole ticks of every clock rate in use: nothing
     * is lost by converting to nanoseconds and back.
     */
    private void begin(long arrivedNanos) {
        firstNanos = arrivedNanos / MILLI_AS_NANOS * MILLI_AS_NANOS;
        ticks = 0;
    }

    /** Starts over for another stream. */
    void reset() {
        lastTimestamp = -1;
    }
}
