package dev.plumb.sctp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.Tlv;
import java.util.Arrays;
import java.util.List;
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
    private int mtuBytes;
    private boolean checksums = true;
    private boolean openNeedsChecksum;

    PacketWriter(SctpConfig config, DatagramSink below, PacketPool pool, SctpCounters counters) {
        this.config = config;
        this.remotePort = config.remotePort();
        this.mtuBytes = config.mtuBytes();
        this.below = below;
        this.pool = pool;
        this.counters = counters;
    }

    /** Sets the tag of packets from now on. */
    void peerTag(long tag) {
        flush();
        peerTag = tag;
    }

    void remotePort(int port) {
        flush();
        remotePort = port;
    }

    /** Returns the peer's port. */
    int remotePort() {
        return remotePort;
    }

    /** Returns the tag of packets. */
    long peerTag() {
        return peerTag;
    }

    /** Returns the length of the longest packet that the path carries, as far as is known. */
    int mtuBytes() {
        return mtuBytes;
    }

    /** Sets the length of the longest packet. */
    void mtuBytes(int bytes) {
        mtuBytes = bytes;
    }

    /**
     * Sets whether packets have checksums from now on. Those with INIT or COOKIE ECHO, and those of no association,
     * always do.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9653#section-5.2 RFC 9653 5.2, Sender-Side Considerations
     */
    void checksums(boolean written) {
        checksums = written;
    }

    /** Returns whether chunks wait for {@link #flush()}. */
    boolean isOpen() {
        return open != null;
    }

    /** Returns the number of bytes of chunks that still fit in the packet begun, or in a fresh one. */
    int roomBytes() {
        Packet p = open;
        return mtuBytes - (p == null ? SctpPacket.HEADER_BYTES : p.length());
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
        openNeedsChecksum |= chunk instanceof CookieEchoChunk;
    }

    /** Sends what was added. */
    void flush() {
        Packet p = open;
        if (p != null) {
            open = null;
            send(p, checksums || openNeedsChecksum);
            openNeedsChecksum = false;
        }
    }

    /** Sends chunks that try the path with a packet of a length: one that routers must not cut up. */
    void sendProbe(List<SctpChunk> chunks) {
        flush();
        Packet p = begin(peerTag).dontFragment(true);
        chunks.forEach(chunk -> append(p, chunk));
        send(p, checksums);
    }

    /** Sends one chunk in a packet of its own, under a tag of its own. */
    void sendAlone(long tag, SctpChunk chunk) {
        flush();
        Packet p = begin(tag);
        append(p, chunk);
        send(p, true);
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

    private void send(Packet owned, boolean withChecksum) {
        if (withChecksum) {
            SctpPacket.writeChecksum(owned);
        } else {
            owned.put32(SctpPacket.CHECKSUM_AT, 0);
        }
        counters.packetsSent++;
        counters.bytesSent += owned.length();
        below.send(owned);
    }
}
