package dev.plumb.rtp.feedback;

import dev.plumb.rtp.packet.SequenceUnwrapper;
import dev.plumb.rtp.rtcp.TransportFeedback;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records when transport-wide sequence numbers arrived and makes feedback packets of it. Each number is reported once
 * where it arrives in order; one that arrives after it was reported lost is reported again from there on.
 *
 * @spec https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01#section-3 transport-wide-cc 3, Feedback
 */
public final class ArrivalRecorder {
    /** The time from the first arrival until a feedback packet is due, in nanoseconds. */
    public static final long INTERVAL_NANOS = 50_000_000L;

    /** The most sequence numbers that are remembered. */
    static final int WINDOW = 8192;

    /** The most sequence numbers that one feedback packet reports. With 2-byte deltas it stays below 1 KB. */
    static final int STATUSES_AT_MOST = 400;

    private static final long NOT_ARRIVED = Long.MIN_VALUE;

    private final SequenceUnwrapper unwrapper = SequenceUnwrapper.of16();
    private final long[] arrivals = new long[WINDOW];
    private long next = -1;
    private long end = -1;
    private int feedbackCount;
    private long dueNanos = Long.MAX_VALUE;

    /** Creates an empty recorder. */
    public ArrivalRecorder() {
        Arrays.fill(arrivals, NOT_ARRIVED);
    }

    /** Records one arrival. */
    public void arrived(int sequence, long arrivalNanos) {
        long value = unwrapper.unwrap(sequence);
        if (next < 0) {
            next = value;
            end = value;
        }
        boolean tooOld = value < end - WINDOW;
        boolean again = value < end && !tooOld && arrivals[slot(value)] != NOT_ARRIVED;
        if (tooOld || again) {
            return;
        }
        advanceTo(value);
        arrivals[slot(value)] = arrivalNanos;
        next = Math.min(next, value);
        dueNanos = Math.min(dueNanos, arrivalNanos + INTERVAL_NANOS);
    }

    /** Moves the window's end behind {@code value}, and forgets the numbers that leave the window. */
    private void advanceTo(long value) {
        if (value < end) {
            return;
        }
        if (value - end >= WINDOW) {
            Arrays.fill(arrivals, NOT_ARRIVED);
        } else {
            for (long v = end; v < value; v++) {
                arrivals[slot(v)] = NOT_ARRIVED;
            }
        }
        end = value + 1;
        next = Math.max(next, end - WINDOW);
    }

    /** Returns the time at which feedback is due, or {@link Long#MAX_VALUE} if there is nothing to report. */
    public long dueNanos() {
        return dueNanos;
    }

    /** Returns the next feedback packet, or null when everything was reported. */
    public @Nullable TransportFeedback poll(long senderSsrc, long mediaSsrc) {
        long first = firstArrived();
        if (first < 0) {
            dueNanos = Long.MAX_VALUE;
            return null;
        }
        // what was lost before the first arrival is reported too, as far as it fits
        long base = Math.max(next, first - STATUSES_AT_MOST + 1);
        // floor, so that the first delta is never negative
        long reference = Math.floorDiv(arrivals[slot(first)], TransportFeedback.REFERENCE_NANOS);
        long units = reference * (TransportFeedback.REFERENCE_NANOS / TransportFeedback.DELTA_NANOS);
        int[] deltas = new int[(int) Math.min(STATUSES_AT_MOST, end - base)];
        int count = 0;
        while (count < deltas.length) {
            long arrival = arrivals[slot(base + count)];
            if (arrival == NOT_ARRIVED) {
                deltas[count++] = TransportFeedback.LOST;
                continue;
            }
            long at = Math.floorDiv(arrival, TransportFeedback.DELTA_NANOS);
            long delta = at - units;
            if (delta != (short) delta) {
                break;
            }
            deltas[count++] = (int) delta;
            units = at;
        }
        while (count > 0 && deltas[count - 1] == TransportFeedback.LOST) {
            count--;
        }
        next = base + count;
        return new TransportFeedback(
                senderSsrc,
                mediaSsrc,
                (int) (base & 0xffff),
                (int) (reference << 40 >> 40),
                feedbackCount++ & 0xff,
                Arrays.copyOf(deltas, count));
    }

    private long firstArrived() {
        for (long v = next; v >= 0 && v < end; v++) {
            if (arrivals[slot(v)] != NOT_ARRIVED) {
                return v;
            }
        }
        return -1;
    }

    private static int slot(long value) {
        return (int) (value & (WINDOW - 1));
    }
}
