package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A transport address at which an agent may be reached.
 *
 * @param foundation the foundation, equal for candidates of one type, base address, protocol and server; 1 to 32
 *     characters
 * @param protocol the transport protocol
 * @param priority 1 to 2^31-1; of a peer's candidate, up to 2^32-1 is tolerated
 * @param address the transport address
 * @param type the type of the candidate
 * @param related the base (reflexive) or mapped address (relayed), for diagnosis
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-5.3 RFC 8445 5.3, Exchanging Candidate Information
 */
public record IceCandidate(
        String foundation,
        Protocol protocol,
        long priority,
        InetSocketAddress address,
        CandidateType type,
        Optional<InetSocketAddress> related) {
    /** The component of RTP, and of RTCP with it. */
    public static final int COMPONENT_RTP = 1;

    /** The component of RTCP where it has a transport of its own. */
    public static final int COMPONENT_RTCP = 2;

    public IceCandidate {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a candidate's address must be resolved: " + address);
        }
    }

    /**
     * Returns whether an address is that of one host. Nothing is ever sent to multicast, broadcast, unspecified or
     * reserved addresses.
     */
    public static boolean isUnicast(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        boolean isReserved = bytes.length == 4 && (first == 0 || first >= 240); // includes 255.255.255.255
        return !address.isMulticastAddress() && !address.isAnyLocalAddress() && !isReserved;
    }

    /** Returns a UDP host candidate of the RTP component. */
    public static IceCandidate host(InetSocketAddress address, int localPreference) {
        return host(address, localPreference, COMPONENT_RTP);
    }

    /** Returns a UDP host candidate. */
    public static IceCandidate host(InetSocketAddress address, int localPreference, int component) {
        return new IceCandidate(
                foundationOf(CandidateType.HOST, address.getAddress(), ""),
                Protocol.UDP,
                priorityOf(CandidateType.HOST, localPreference, component),
                address,
                CandidateType.HOST,
                Optional.empty());
    }

    /** Returns a UDP candidate with the address that a STUN server or a peer saw. */
    public static IceCandidate reflexive(
            CandidateType type, InetSocketAddress address, LocalCandidate from, String server) {
        InetSocketAddress base = from.base();
        return new IceCandidate(
                foundationOf(type, base.getAddress(), server),
                Protocol.UDP,
                priorityOf(type, from.localPreference(), from.component()),
                address,
                type,
                Optional.of(base));
    }

    /**
     * Returns the recommended priority of a candidate.
     *
     * @param localPreference 0 to 65535
     * @param component 1 or 2
     * @spec https://www.rfc-editor.org/rfc/rfc8445#section-5.1.2.1 RFC 8445 5.1.2.1, Recommended Formula
     */
    public static long priorityOf(CandidateType type, int localPreference, int component) {
        return (long) type.preference() << 24 | (long) localPreference << 8 | (256 - component);
    }

    private static String foundationOf(CandidateType type, InetAddress base, String server) {
        int hash = 31 * (31 * type.preference() + base.hashCode()) + server.hashCode();
        return Integer.toUnsignedString(hash);
    }

    /**
     * Returns a copy with the type and priority of a signalled candidate, for a peer-reflexive candidate that turns out
     * to be that one.
     */
    IceCandidate upgradedTo(IceCandidate signalled) {
        return new IceCandidate(
                signalled.foundation, protocol, signalled.priority, address, signalled.type, signalled.related);
    }
}
