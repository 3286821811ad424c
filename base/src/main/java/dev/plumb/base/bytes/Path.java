package dev.plumb.base.bytes;

import java.net.InetSocketAddress;

/**
 * The local port that a packet arrived on or leaves by, and the remote address that it is from or for.
 *
 * @param localPortId the id of the local UDP port or stream, unique within one agent; 0 where it does not matter
 * @param protocol the protocol that carries the packet
 * @param remote the other end's transport address
 */
public record Path(int localPortId, Protocol protocol, InetSocketAddress remote) {
    /** A path for engines that do not look at it: DTLS, SCTP and RTP over a selected pair. */
    public static final Path NONE = new Path(0, Protocol.UDP, new InetSocketAddress(0));

    /** The transport protocol that carries a packet. */
    public enum Protocol {
        /** A datagram. */
        UDP,
        /** One frame of a stream (RFC 4571 framing already taken off). */
        TCP
    }
}
