package dev.plumb.base.bytes;

import java.util.ArrayDeque;

/**
 * A pool of packets to be used again. One pool serves one loop; it is not thread-safe. Tests require that
 * {@link #outstanding()} is zero after everything has closed.
 */
public final class PacketPool {
    /** Window that a pooled packet holds without growing: an Ethernet frame's worth and more. */
    public static final int PACKET_BYTES = 1600;

    private static final int KEPT_AT_MOST = 4096;

    private final ArrayDeque<Packet> free = new ArrayDeque<>();
    private long taken;
    private long returned;

    /** Creates an empty pool. */
    public PacketPool() {}

    /** Takes an empty packet with {@link Packet#ROOM} in front. Release it to give it back. */
    public Packet take() {
        taken++;
        Packet p = free.pollLast();
        if (p == null) {
            return new Packet(this, new byte[PACKET_BYTES + 2 * Packet.ROOM]);
        }
        p.reset();
        return p;
    }

    /** Returns a packet that holds a copy of {@code bytes}. */
    public Packet copyOf(byte[] bytes) {
        return take().set(bytes, 0, bytes.length);
    }

    /** Returns a packet with the same bytes, path and arrival time as {@code borrowed}. */
    public Packet copyOf(Packet borrowed) {
        return take().set(borrowed.array(), borrowed.offset(), borrowed.length())
                .path(borrowed.path())
                .arrivalNanos(borrowed.arrivalNanos())
                .dontFragment(borrowed.dontFragment());
    }

    /** Returns the number of packets that were taken and not yet released. */
    public long outstanding() {
        return taken - returned;
    }

    void giveBack(Packet packet) {
        returned++;
        if (free.size() < KEPT_AT_MOST && packet.array().length <= 4 * PACKET_BYTES) {
            free.addLast(packet);
        }
    }
}
