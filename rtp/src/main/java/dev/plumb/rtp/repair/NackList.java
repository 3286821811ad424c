package dev.plumb.rtp.repair;

import dev.plumb.rtp.packet.SequenceBits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which packets of one stream are missing and when each is to be asked for (again). Bounded: of too many missing ones
 * the oldest are given up. Sequence numbers are unwrapped.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1 RFC 4585 6.2.1, Generic NACK
 */
public final class NackList {
    /** The most packets that may be missing at once. */
    static final int MISSING_AT_MOST = 500;

    /** The most requests for one packet. */
    static final int REQUESTS_AT_MOST = 10;

    /** A packet overtaken on the way gets this long before it is asked for. */
    static final long REORDERING_NANOS = 5_000_000L;

    private static final long LEAST_RETRY_NANOS = 20_000_000L;

    /**
     * The count of sequence numbers, up to the highest, that are tracked. Older packets are of no use to a receiver.
     */
    private static final int SPAN = 1024;

    private final SequenceBits missing = new SequenceBits(SPAN);
    private long[] dueNanos = {};
    private long[] askedNanos = {};
    private byte[] requests = {};
    private final ArrayDeque<Request> first = new ArrayDeque<>();
    private final ArrayDeque<Request> again = new ArrayDeque<>();
    private int count;
    private long from = -1;
    private long highest = -1;
    private long rttNanos = 100_000_000L;
    private long givenUp;

    /** Creates an empty list. */
    public NackList() {}

    /** A request for a packet. It is obsolete once the packet is no longer missing or its request was rescheduled. */
    private record Request(long sequence, long dueNanos) {}

    /** Sets the round-trip time, which determines when a packet is asked for again. */
    public void rtt(long nanos) {
        rttNanos = nanos;
    }

    /**
     * Records a packet that arrived, by itself or by repair.
     *
     * @return the time since it was asked for; -1 where it was not, or more than once, which tells nothing
     */
    public long arrived(long sequence, long nowNanos) {
        if (highest < 0) {
            highest = sequence;
            from = sequence;
            return -1;
        }
        if (sequence <= highest) {
            return found(sequence, nowNanos);
        }
        giveUpTo(sequence - SPAN + 1);
        if (sequence > highest + 1 && requests.length == 0) {
            dueNanos = new long[SPAN];
            askedNanos = new long[SPAN];
            requests = new byte[SPAN];
        }
        for (long s = Math.max(from, Math.max(highest + 1, sequence - MISSING_AT_MOST)); s < sequence; s++) {
            missing.set(s);
            requests[slot(s)] = 0;
            schedule(first, s, nowNanos + REORDERING_NANOS);
            count++;
        }
        while (count > MISSING_AT_MOST) {
            giveUpTo(missing.next(from, highest) + 1);
        }
        // keeps obsolete requests from piling up
        head(first);
        highest = sequence;
        return -1;
    }

    private long found(long sequence, long nowNanos) {
        if (sequence < from || !missing.get(sequence)) {
            return -1;
        }
        remove(sequence);
        return requests[slot(sequence)] == 1 ? nowNanos - askedNanos[slot(sequence)] : -1;
    }

    private void remove(long sequence) {
        missing.clear(sequence);
        count--;
    }

    /** Gives up on the missing packets before {@code sequence}. */
    private void giveUpTo(long sequence) {
        int before = count;
        forgetBefore(sequence);
        givenUp += before - count;
    }

    /** Forgets all packets before {@code sequence}, which are not wanted any more. */
    public void forgetBefore(long sequence) {
        if (from < 0 || sequence <= from) {
            return;
        }
        for (long s = missing.next(from, Math.min(sequence - 1, highest));
                s >= 0;
                s = missing.next(s + 1, Math.min(sequence - 1, highest))) {
            remove(s);
        }
        from = sequence;
    }

    private void schedule(ArrayDeque<Request> queue, long sequence, long due) {
        dueNanos[slot(sequence)] = due;
        queue.addLast(new Request(sequence, due));
    }

    /** Returns the next request of a queue that is not obsolete, or null if there is none. */
    private @Nullable Request head(ArrayDeque<Request> queue) {
        Request head = queue.peekFirst();
        while (head != null && !isOpen(head)) {
            queue.removeFirst();
            head = queue.peekFirst();
        }
        return head;
    }

    private boolean isOpen(Request request) {
        long s = request.sequence;
        return s >= from && missing.get(s) && dueNanos[slot(s)] == request.dueNanos;
    }

    /** Returns the packets to ask for now, as 16-bit numbers, the oldest first. */
    public int[] poll(long nowNanos) {
        List<Long> due = new ArrayList<>();
        take(again, nowNanos, due);
        take(first, nowNanos, due);
        return due.stream().sorted().mapToInt(s -> (int) (s & 0xffff)).toArray();
    }

    private void take(ArrayDeque<Request> queue, long nowNanos, List<Long> due) {
        for (Request r = head(queue); r != null && r.dueNanos <= nowNanos; r = head(queue)) {
            queue.removeFirst();
            int slot = slot(r.sequence);
            if (requests[slot] == REQUESTS_AT_MOST) {
                remove(r.sequence);
                givenUp++;
                continue;
            }
            requests[slot]++;
            askedNanos[slot] = nowNanos;
            schedule(again, r.sequence, nowNanos + retryNanos());
            due.add(r.sequence);
        }
    }

    private static int slot(long sequence) {
        return (int) (sequence & (SPAN - 1));
    }

    private long retryNanos() {
        return Math.max(LEAST_RETRY_NANOS, rttNanos + rttNanos / 4);
    }

    /** Returns the time at which packets are to be asked for, or {@link Long#MAX_VALUE} if none is missing. */
    public long deadlineNanos() {
        Request once = head(first);
        Request more = head(again);
        return Math.min(once == null ? Long.MAX_VALUE : once.dueNanos, more == null ? Long.MAX_VALUE : more.dueNanos);
    }

    /** Returns the number of packets that are missing now. */
    public int size() {
        return count;
    }

    /** Returns the number of packets that were asked for in vain, or not at all for want of room. */
    public long givenUp() {
        return givenUp;
    }
}
