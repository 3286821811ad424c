package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The packets that arrived too early, in order. The oldest are dropped if there are too many, or if they are too old.
 */
final class KeptPackets {
    private final PacketPool pool;
    private final int atMost;
    private final long keepNanos;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private long dropped;

    KeptPackets(PacketPool pool, int atMost, long keepNanos) {
        this.pool = pool;
        this.atMost = atMost;
        this.keepNanos = keepNanos;
    }

    /** A packet with its arrival time. The code that takes it out must release it. */
    record Kept(Packet owned, long arrivedNanos) {}

    void keep(Packet borrowed, long nowNanos) {
        expire(nowNanos);
        if (kept.size() >= atMost) {
            kept.removeFirst().owned.release();
            dropped++;
        }
        kept.addLast(new Kept(pool.copyOf(borrowed), nowNanos));
    }

    private void expire(long nowNanos) {
        while (!kept.isEmpty() && nowNanos - kept.getFirst().arrivedNanos > keepNanos) {
            kept.removeFirst().owned.release();
            dropped++;
        }
    }

    /** Returns the oldest packet that is not too old, or null if there is none. */
    @Nullable
    Kept poll(long nowNanos) {
        expire(nowNanos);
        return kept.pollFirst();
    }

    int size() {
        return kept.size();
    }

    long dropped() {
        return dropped;
    }

    void close() {
        kept.forEach(k -> k.owned.release());
        kept.clear();
    }
}
