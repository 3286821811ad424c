package dev.plumb.sctp;

import dev.plumb.sctp.OutstandingChunk.Status;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that were sent and not yet acknowledged cumulatively, by TSN in a ring. The cost of a SACK depends on its
 * changes, not on the outstanding data: gap blocks are compared with those of the SACK before.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.2.1 RFC 9260 6.2.1, Processing a Received SACK
 */
final class OutstandingData {
    /** The most TSNs that one gap block can reach. */
    private static final int TSNS_AT_MOST = 0xffff;

    private static final long BYTES_AT_MOST = 16 << 20;
    /** Chunks that a peer may take back: some, and some for each that it acknowledges for good. */
    private static final int TAKEN_BACK_AT_FIRST = 4 * TSNS_AT_MOST;

    private static final int TAKEN_BACK_A_CHUNK = 16;

    private @Nullable OutstandingChunk[] ring = new OutstandingChunk[64];
    private long cumulativeTsn;
    private long nextTsn;
    private long flightBytes;
    /** Payload bytes in flight, acknowledged by gap blocks, or to be sent again. */
    private long heldBytes;

    private long mayBeTakenBack = TAKEN_BACK_AT_FIRST;
    private final PriorityQueue<OutstandingChunk> lost = new PriorityQueue<>(Comparator.comparingLong(c -> c.tsn));
    /** First and last TSN of each gap block of the newest SACK. */
    private long[] gaps = new long[0];

    private final SentOrder sentOrder = new SentOrder();
    private final Consumer<OutstandingChunk> newlyAcked;
    private int gapAckedChunks;
    /** The bytes that the present SACK acknowledges. */
    private long ackedBytes;

    /**
     * Creates a ring without outstanding data.
     *
     * @param newlyAcked told of each chunk that a SACK acknowledges for the first time, by TSN
     */
    OutstandingData(long initialTsn, Consumer<OutstandingChunk> newlyAcked) {
        this.newlyAcked = newlyAcked;
        cumulativeTsn = initialTsn - 1;
        nextTsn = initialTsn;
    }

    /** Returns the TSN of the next chunk. */
    long nextTsn() {
        return nextTsn;
    }

    /** Returns the TSN up to which the peer has everything. */
    long cumulativeTsn() {
        return cumulativeTsn;
    }

    /** Returns the number of payload bytes in flight. */
    long flightBytes() {
        return flightBytes;
    }

    boolean isEmpty() {
        return cumulativeTsn + 1 == nextTsn;
    }

    /**
     * Returns whether one more chunk would exceed what a SACK can report, or keep more bytes than any window asks for.
     *
     * @param tsnsAtMost TSNs from the first not acknowledged on
     * @param windowBytes the congestion window
     */
    boolean isFull(int tsnsAtMost, long windowBytes) {
        return nextTsn - cumulativeTsn > Math.min(tsnsAtMost, TSNS_AT_MOST)
                || heldBytes > Math.max(BYTES_AT_MOST, 4 * windowBytes);
    }

    /** Returns whether the peer withdrew acknowledgements more often than one that is short of memory would. */
    boolean isTakenBackTooOften() {
        return mayBeTakenBack < 0;
    }

    /** Returns the number of payload bytes that the newest SACK acknowledged for the first time. */
    long ackedBytes() {
        return ackedBytes;
    }

    /** Returns the number of chunks acknowledged beyond the cumulative TSN. */
    int gapAckedChunks() {
        return gapAckedChunks;
    }

    /** Returns the chunks in flight, in the order of transmission. */
    SentOrder sentOrder() {
        return sentOrder;
    }

    /** Returns the chunk with a TSN, or null if it is not outstanding. */
    @Nullable
    OutstandingChunk find(long tsn) {
        return tsn > cumulativeTsn && tsn < nextTsn ? ring[index(tsn)] : null;
    }

    /** Adds a chunk with the next TSN, just sent. */
    void sent(OutstandingChunk chunk, long nowNanos) {
        append(chunk);
        heldBytes += chunk.bytes();
        takeOff(chunk, nowNanos);
    }

    private void takeOff(OutstandingChunk chunk, long nowNanos) {
        chunk.status = Status.IN_FLIGHT;
        chunk.sentNanos = nowNanos;
        flightBytes += chunk.bytes();
        sentOrder.add(chunk);
    }

    private void land(OutstandingChunk chunk, Status status) {
        chunk.status = status;
        flightBytes -= chunk.bytes();
        sentOrder.remove(chunk);
    }

    /** Adds a chunk with the next TSN that stands for the unsent rest of an abandoned message. */
    void addAbandoned(OutstandingChunk chunk) {
        append(chunk);
        chunk.status = Status.ABANDONED;
    }

    private void append(OutstandingChunk chunk) {
        if (nextTsn - cumulativeTsn > ring.length) {
            grow();
        }
        ring[index(nextTsn)] = chunk;
        nextTsn++;
    }

    private void grow() {
        @Nullable OutstandingChunk[] old = ring;
        ring = new OutstandingChunk[2 * old.length];
        for (long tsn = cumulativeTsn + 1; tsn < nextTsn; tsn++) {
            ring[index(tsn)] = old[(int) (tsn & (old.length - 1))];
        }
    }

    private int index(long tsn) {
        return (int) (tsn & (ring.length - 1));
    }

    /** Removes a chunk from those in flight, to be retransmitted. */
    void markLost(OutstandingChunk chunk) {
        land(chunk, Status.LOST);
        if (!chunk.queuedAsLost) { // it may wait there from a loss before, if the peer took an acknowledgement back
            chunk.queuedAsLost = true;
            lost.add(chunk);
        }
    }

    /** Returns the number of chunks in the queue for retransmission, including those that no longer need it. */
    int queuedAsLost() {
        return lost.size();
    }

    /** Returns the first chunk to retransmit, or null if there is none. */
    @Nullable
    OutstandingChunk nextLost() {
        OutstandingChunk chunk = lost.peek();
        while (chunk != null && chunk.status != Status.LOST) {
            chunk.queuedAsLost = false;
            lost.poll();
            chunk = lost.peek();
        }
        return chunk;
    }

    /** Records that {@link #nextLost} is being retransmitted. */
    void resent(OutstandingChunk chunk, long nowNanos) {
        lost.poll();
        chunk.queuedAsLost = false;
        chunk.retransmits++;
        takeOff(chunk, nowNanos);
    }

    /** Records that a chunk in flight is being sent once more, to learn about those before it. */
    void probed(OutstandingChunk chunk, long nowNanos) {
        land(chunk, Status.IN_FLIGHT);
        chunk.retransmits++;
        takeOff(chunk, nowNanos);
    }

    /** Abandons a whole message, as far as it was sent. */
    void abandon(OutgoingMessage message) {
        for (long tsn = message.firstTsn; tsn <= message.lastTsn; tsn++) {
            OutstandingChunk chunk = find(tsn);
            if (chunk != null && chunk.message == message) { // others' fragments may lie between
                if (chunk.status == Status.IN_FLIGHT) {
                    land(chunk, Status.ABANDONED);
                } else if (chunk.status == Status.ACKED) {
                    gapAckedChunks--;
                }
                if (chunk.status != Status.ABANDONED) {
                    heldBytes -= chunk.bytes();
                }
                chunk.status = Status.ABANDONED;
                chunk.drop();
            }
        }
        message.drop();
    }

    /** Returns whether a SACK refers to TSNs that were sent, and its blocks are in order. */
    boolean isPlausible(long cumulative, int[] gapBlocks) {
        long last = 0;
        for (int i = 0; i < gapBlocks.length; i += 2) {
            if (gapBlocks[i] <= last || gapBlocks[i + 1] < gapBlocks[i]) {
                return false;
            }
            last = gapBlocks[i + 1];
        }
        return cumulative + last < nextTsn;
    }

    /** Applies a SACK that is {@link #isPlausible} and not older than {@link #cumulativeTsn}. */
    void acknowledge(long cumulative, int[] gapBlocks) {
        ackedBytes = 0;
        for (long tsn = cumulativeTsn + 1; tsn <= cumulative; tsn++) {
            ack(tsn);
            OutstandingChunk chunk = ring[index(tsn)];
            if (chunk != null && chunk.status == Status.ACKED) {
                gapAckedChunks--;
                heldBytes -= chunk.bytes();
            }
            ring[index(tsn)] = null;
        }
        mayBeTakenBack =
                Math.min(TAKEN_BACK_AT_FIRST, mayBeTakenBack + TAKEN_BACK_A_CHUNK * (cumulative - cumulativeTsn));
        cumulativeTsn = cumulative;
        if (gapBlocks.length == 0 && gaps.length == 0) {
            return;
        }
        long[] before = gaps;
        long[] now = new long[gapBlocks.length];
        Arrays.setAll(now, i -> cumulative + gapBlocks[i]);
        gaps = now;
        forEachOnlyIn(now, before, true);
        forEachOnlyIn(before, now, false);
    }

    /** Acknowledges (or takes back) what {@code these} blocks cover and {@code those} do not. */
    private void forEachOnlyIn(long[] these, long[] those, boolean acked) {
        int other = 0;
        for (int i = 0; i < these.length; i += 2) {
            long tsn = these[i];
            while (tsn <= these[i + 1]) {
                while (other < those.length && those[other + 1] < tsn) {
                    other += 2;
                }
                if (other < those.length && those[other] <= tsn) {
                    tsn = those[other + 1] + 1;
                    continue;
                }
                long end = other < those.length ? Math.min(these[i + 1], those[other] - 1) : these[i + 1];
                for (; tsn <= end; tsn++) {
                    if (acked) {
                        ack(tsn);
                    } else {
                        renege(tsn);
                    }
                }
            }
        }
    }

    private void ack(long tsn) {
        OutstandingChunk chunk = find(tsn);
        if (chunk == null || chunk.status == Status.ACKED || chunk.status == Status.ABANDONED) {
            return;
        }
        if (chunk.status == Status.IN_FLIGHT) {
            land(chunk, Status.ACKED);
        }
        chunk.status = Status.ACKED;
        gapAckedChunks++;
        ackedBytes += chunk.bytes();
        newlyAcked.accept(chunk);
    }

    /** Handles a TSN that the peer no longer reports. It may have dropped it; more often the SACK was overtaken. */
    private void renege(long tsn) {
        OutstandingChunk chunk = find(tsn);
        if (chunk != null && chunk.status == Status.ACKED) {
            gapAckedChunks--;
            mayBeTakenBack--;
            takeOff(chunk, chunk.sentNanos);
        }
    }
}
