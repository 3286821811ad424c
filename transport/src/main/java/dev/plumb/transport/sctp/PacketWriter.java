package dev.plumb.transport.sctp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bundles chunks into packets no longer than the MTU and sends them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.10 RFC 9260 6.10, Bundling
 */
final class PacketWriter {
    private final SctpConfig config;
    private final DatagramSink below;
    private final PacketPool pool;
    private final SctpCounters counters;
    private @Nullable Packet open;
    private int remotePort;
    private long peerTag;

    PacketWriter(SctpConfig config, DatagramSink below, PacketPool pool, SctpCounters counters) {
        this.config = config;
        this.remotePort = config.remotePort();
        this.below = below;
        this.pool = pool;
        this.counters = counters;
    }

    /** The tag that packets bear from now on. */
    void peerTag(long tag) {
        flush();
        peerTag = tag;
    }

    void remotePort(int port) {
        flush();
        remotePort = port;
    }

    /** The peer's port. */
    int remotePort() {
        return remotePort;
    }

    /** The tag that packets bear. */
    long peerTag() {
        return peerTag;
    }

    /** Whether chunks wait for {@link #flush()}. */
    boolean isOpen() {
        return open != null;
    }

    /** Bytes of chunks that still fit in the packet begun, or in a fresh one. */
    int roomBytes() {
        Packet p = open;
        return config.mtuBytes() - (p == null ? SctpPacket.HEADER_BYTES : p.length());
    }

    /** Adds a chunk, in a new packet where it does not fit. A chunk that fits in no packet goes in one of its own. */
    void add(SctpChunk chunk) {
        if (open != null && Tlv.padded(chunk.byteLength()) > roomBytes()) {
            flush();
        }
        Packet p = open;
        if (p == null) {
            p = begin(peerTag);
            open = p;
        }
        append(p, chunk);
    }

    /** Sends what was added. */
    void flush() {
        Packet p = open;
        if (p != null) {
            open = null;
            send(p);
        }
    }

    /** Sends one chunk in a packet of its own, under a tag of its own. */
    void sendAlone(long tag, SctpChunk chunk) {
        flush();
        Packet p = begin(tag);
        append(p, chunk);
        send(p);
    }

    private Packet begin(long tag) {
        return pool.take()
                .length(SctpPacket.HEADER_BYTES)
                .put16(0, config.localPort())
                .put16(2, remotePort)
                .put32(4, tag);
    }

    private static void append(Packet p, SctpChunk chunk) {
        int at = p.length();
        int length = chunk.byteLength();
        p.length(at + Tlv.padded(length));
        chunk.write(p.array(), p.offset() + at);
        Arrays.fill(p.array(), p.offset() + at + length, p.limit(), (byte) 0);
    }

    private void send(Packet owned) {
        SctpPacket.writeChecksum(owned);
        counters.packetsSent++;
        counters.bytesSent += owned.length();
        below.send(owned);
    }
}
