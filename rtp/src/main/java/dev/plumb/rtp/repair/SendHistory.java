package dev.plumb.rtp.repair;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import org.jspecify.annotations.Nullable;

/**
 * The last packets that a stream sent, by sequence number, to be sent again. A ring of copies from the pool.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4588#section-6.3 RFC 4588 6.3, buffering for retransmission
 */
public final class SendHistory {
    private final PacketPool pool;
    private final @Nullable Packet[] packets;
    private final int[] sequences;
    private final long[] lastSentNanos;

    /**
     * Creates an empty history.
     *
     * @param capacity the number of packets it keeps, a power of two
     */
    public SendHistory(PacketPool pool, int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("the capacity is a power of two, not " + capacity);
        }
        this.pool = pool;
        this.packets = new Packet[capacity];
        this.sequences = new int[capacity];
        this.lastSentNanos = new long[capacity];
    }

    /** Keeps a copy of a packet, instead of the one that is as many packets older as the history is long. */
    public void put(int sequence, Packet borrowed, long nowNanos) {
        int slot = sequence & (packets.length - 1);
        Packet kept = packets[slot];
        if (kept == null) {
            kept = pool.take();
            packets[slot] = kept;
        }
        kept.set(borrowed.array(), borrowed.offset(), borrowed.length());
        sequences[slot] = sequence;
        lastSentNanos[slot] = nowNanos;
    }

    /** Returns whether {@link #resend} would return a packet. */
    public boolean has(int sequence, long pauseNanos, long nowNanos) {
        int slot = sequence & (packets.length - 1);
        return packets[slot] != null && sequences[slot] == sequence && nowNanos - lastSentNanos[slot] >= pauseNanos;
    }

    /**
     * Returns a packet to retransmit, or null if it is gone or was sent less than {@code pauseNanos} ago. The history
     * keeps its ownership.
     */
    public @Nullable Packet resend(int sequence, long pauseNanos, long nowNanos) {
        int slot = sequence & (packets.length - 1);
        Packet kept = packets[slot];
        if (kept == null || !has(sequence, pauseNanos, nowNanos)) {
            return null;
        }
        lastSentNanos[slot] = nowNanos;
        return kept;
    }

    /** Returns the packets to the pool. */
    public void close() {
        for (int i = 0; i < packets.length; i++) {
            Packet kept = packets[i];
            if (kept != null) {
                kept.release();
                packets[i] = null;
            }
        }
    }
}
