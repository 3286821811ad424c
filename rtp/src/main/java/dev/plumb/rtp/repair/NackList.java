package dev.plumb.rtp.repair;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which packets of one stream are missing and when each is to be asked for (again). Bounded: of too many missing ones the oldest
 * are given up. Sequence numbers are unwrapped.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1 RFC 4585 6.2.1, Generic NACK
 */
public final class NackList {
    /** How many packets may be missing at once. */
    static final int MISSING_AT_MOST = 500;

    /** How often one packet is asked for. */
    static final int REQUESTS_AT_MOST = 10;

    /** A packet overtaken on the way gets this long before it is asked for. */
    static final long REORDERING_NANOS = 5_000_000L;

    private static final long LEAST_RETRY_NANOS = 20_000_000L;

    private final TreeMap<Long, Missing> missing = new TreeMap<>();
    private long highest = -1;
    private long rttNanos = 100_000_000L;
    private long givenUp;

    /** An empty list. */
    public NackList() {}

    private static final class Missing {
        private long dueNanos;
        private int requests;
        private long askedNanos;

        Missing(long dueNanos) {
            this.dueNanos = dueNanos;
        }
    }

    /** Sets the round-trip time, which says when to ask again. */
    public void rtt(long nanos) {
        rttNanos = nanos;
    }

    /**
     * Notes a packet that came, by itself or by repair.
     *
     * @return how long ago it was asked for; -1 where it was not, or more than once, which tells nothing
     */
    public long arrived(long sequence, long nowNanos) {
        if (highest < 0) {
            highest = sequence;
            return -1;
        }
        if (sequence <= highest) {
            Missing found = missing.remove(sequence);
            return found != null && found.requests == 1 ? nowNanos - found.askedNanos : -1;
        }
        long from = Math.max(highest + 1, sequence - MISSING_AT_MOST);
        for (long s = from; s < sequence; s++) {
            missing.put(s, new Missing(nowNanos + REORDERING_NANOS));
        }
        while (missing.size() > MISSING_AT_MOST) {
            missing.pollFirstEntry();
            givenUp++;
        }
        highest = sequence;
        return -1;
    }

    /** Nothing before {@code sequence} is wanted any more. */
    public void forgetBefore(long sequence) {
        missing.headMap(sequence).clear();
    }

    /** The packets to ask for now, as 16-bit numbers, oldest first. */
    public int[] poll(long nowNanos) {
        List<Integer> due = new ArrayList<>();
        for (Iterator<Map.Entry<Long, Missing>> i = missing.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Long, Missing> entry = i.next();
            Missing m = entry.getValue();
            if (m.dueNanos > nowNanos) {
                continue;
            }
            if (m.requests == REQUESTS_AT_MOST) {
                i.remove();
                givenUp++;
                continue;
            }
            m.requests++;
            m.askedNanos = nowNanos;
            m.dueNanos = nowNanos + retryNanos();
            due.add((int) (entry.getKey() & 0xffff));
        }
        return due.stream().mapToInt(Integer::intValue).toArray();
    }

    private long retryNanos() {
        return Math.max(LEAST_RETRY_NANOS, rttNanos + rttNanos / 4);
    }

    /** When something is to be asked for; {@link Long#MAX_VALUE} where nothing is missing. */
    public long deadlineNanos() {
        long next = Long.MAX_VALUE;
        for (Missing m : missing.values()) {
            next = Math.min(next, m.dueNanos);
        }
        return next;
    }

    /** How many are missing now. */
    public int size() {
        return missing.size();
    }

    /** How many were asked for in vain, or not at all for want of room. */
    public long givenUp() {
        return givenUp;
    }
}
