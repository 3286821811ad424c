package dev.plumb.base.trace;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;

/**
 * A writer of packets as lines of hexadecimal, one line a packet, which {@code text2pcap} converts for Wireshark and
 * tshark:
 *
 * <pre>{@code text2pcap -D -t %s.%f -l 101 trace.txt trace.pcap && tshark -r trace.pcap}</pre>
 *
 * <p>Each line holds direction, time and a whole IP packet made up from the addresses, so that one trace holds UDP as
 * it was on the network and, beside it, SCTP or RTP after decryption. Not thread-safe.
 */
public final class PacketTrace {
    /** IP's protocol number of UDP. */
    public static final int UDP = 17;

    /** IP's protocol number of SCTP, for packets taken out of DTLS. */
    public static final int SCTP = 132;

    private final Appendable out;

    /** Creates a trace that appends its lines to {@code out}. */
    public PacketTrace(Appendable out) {
        this.out = out;
    }

    /** Which way a packet went. */
    public enum Direction {
        /** Received. */
        IN('I'),
        /** Sent. */
        OUT('O');

        private final char mark;

        Direction(char mark) {
            this.mark = mark;
        }
    }

    /**
     * Writes one UDP datagram.
     *
     * @param wallNanos nanoseconds since 1970
     * @param local our address
     * @param remote the other's address, of the same family
     * @param borrowed the datagram's payload
     */
    public void udp(
            Direction direction, long wallNanos, InetSocketAddress local, InetSocketAddress remote, Packet borrowed) {
        byte[] payload = new byte[8 + borrowed.length()];
        InetSocketAddress source = direction == Direction.IN ? remote : local;
        InetSocketAddress target = direction == Direction.IN ? local : remote;
        BigEndian.put16(payload, 0, source.getPort());
        BigEndian.put16(payload, 2, target.getPort());
        BigEndian.put16(payload, 4, payload.length);
        System.arraycopy(borrowed.array(), borrowed.offset(), payload, 8, borrowed.length());
        ip(direction, UDP, wallNanos, source.getAddress(), target.getAddress(), payload);
    }

    /**
     * Writes one packet of another protocol over IP, as if it had been on the network by itself.
     *
     * @param protocol IP's protocol number, such as {@link #SCTP}
     * @param payload the bytes behind the IP header
     */
    public void ip(
            Direction direction, int protocol, long wallNanos, InetAddress source, InetAddress target, byte[] payload) {
        byte[] header = header(protocol, source.getAddress(), target.getAddress(), payload.length);
        StringBuilder line = new StringBuilder(32 + 3 * (header.length + payload.length));
        line.append(direction.mark)
                .append(' ')
                .append(wallNanos / 1_000_000_000L)
                .append('.');
        String nanos = Long.toString(wallNanos % 1_000_000_000L);
        line.append("0".repeat(9 - nanos.length())).append(nanos).append(" 000000 ");
        HexFormat hex = HexFormat.ofDelimiter(" ");
        line.append(hex.formatHex(header))
                .append(' ')
                .append(hex.formatHex(payload))
                .append('\n');
        try {
            out.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the packet trace", e);
        }
    }

    private static byte[] header(int protocol, byte[] source, byte[] target, int payloadBytes) {
        if (source.length != target.length) {
            throw new IllegalArgumentException("addresses of two families in one packet");
        }
        return source.length == 4
                ? ipv4(protocol, source, target, payloadBytes)
                : ipv6(protocol, source, target, payloadBytes);
    }

    private static byte[] ipv4(int protocol, byte[] source, byte[] target, int payloadBytes) {
        byte[] h = new byte[20];
        h[0] = 0x45;
        BigEndian.put16(h, 2, h.length + payloadBytes);
        h[8] = 64;
        h[9] = (byte) protocol;
        System.arraycopy(source, 0, h, 12, 4);
        System.arraycopy(target, 0, h, 16, 4);
        int sum = 0;
        for (int i = 0; i < h.length; i += 2) {
            sum += BigEndian.u16(h, i);
        }
        BigEndian.put16(h, 10, ~((sum & 0xffff) + (sum >>> 16)));
        return h;
    }

    private static byte[] ipv6(int protocol, byte[] source, byte[] target, int payloadBytes) {
        byte[] h = new byte[40];
        h[0] = 0x60;
        BigEndian.put16(h, 4, payloadBytes);
        h[6] = (byte) protocol;
        h[7] = 64;
        System.arraycopy(source, 0, h, 8, 16);
        System.arraycopy(target, 0, h, 24, 16);
        return h;
    }
}
