package dev.plumb.objects;

import dev.plumb.base.bytes.Path.Protocol;
import dev.plumb.base.net.IpText;
import dev.plumb.ice.agent.CandidateType;
import dev.plumb.ice.agent.IceCandidate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An address at which one side may be reached.
 *
 * @param foundation groups candidates that are alike; 1 to 32 characters
 * @param priority unsigned 32 bits
 * @param ip an IP address, or a name that ends in {@code .local}
 * @param protocol UDP or TCP
 * @param port 0 to 65535
 * @param type the type of the candidate
 * @param tcpType the TCP type of a TCP candidate
 * @param relatedAddress base or mapped address, for diagnosis
 * @param relatedPort the related port; 0 where there is none
 * @spec https://draft.ortc.org/#rtcicecandidate* ORTC, The RTCIceCandidate Dictionary
 */
public record RTCIceCandidate(
        String foundation,
        long priority,
        String ip,
        RTCIceProtocol protocol,
        int port,
        RTCIceCandidateType type,
        Optional<RTCIceTcpCandidateType> tcpType,
        Optional<String> relatedAddress,
        int relatedPort)
        implements RTCIceGatherCandidate {
    public RTCIceCandidate {
        RTCException.requirePresent(
                "RTCIceCandidate",
                "foundation",
                foundation,
                "ip",
                ip,
                "protocol",
                protocol,
                "type",
                type,
                "tcpType",
                tcpType,
                "relatedAddress",
                relatedAddress);
        if (port < 0 || port > 65_535 || relatedPort < 0 || relatedPort > 65_535) {
            throw RTCException.typeError(
                    "port and relatedPort must be between 0 and 65535, not " + port + " and " + relatedPort);
        }
        if (foundation.isEmpty() || ip.isEmpty()) {
            throw RTCException.typeError("a candidate needs a foundation and an address");
        }
        if (priority < 0 || priority > 0xffff_ffffL) {
            throw RTCException.typeError("priority must be between 0 and 4294967295, not " + priority);
        }
    }

    /** Creates a UDP candidate without related address. */
    public RTCIceCandidate(String foundation, long priority, String ip, int port, RTCIceCandidateType type) {
        this(foundation, priority, ip, RTCIceProtocol.UDP, port, type, Optional.empty(), Optional.empty(), 0);
    }

    static RTCIceCandidate of(IceCandidate c) {
        return new RTCIceCandidate(
                c.foundation(),
                c.priority(),
                IpText.of(c.address().getAddress()),
                c.protocol() == Protocol.UDP ? RTCIceProtocol.UDP : RTCIceProtocol.TCP,
                c.address().getPort(),
                switch (c.type()) {
                    case HOST -> RTCIceCandidateType.HOST;
                    case SERVER_REFLEXIVE -> RTCIceCandidateType.SRFLX;
                    case PEER_REFLEXIVE -> RTCIceCandidateType.PRFLX;
                    case RELAYED -> RTCIceCandidateType.RELAY;
                },
                Optional.empty(),
                c.related().map(r -> IpText.of(r.getAddress())),
                c.related().map(InetSocketAddress::getPort).orElse(0));
    }

    /** Returns the engine's form of the candidate, at an address that was looked up. */
    IceCandidate toEngine(InetAddress address) {
        return new IceCandidate(
                foundation,
                protocol == RTCIceProtocol.UDP ? Protocol.UDP : Protocol.TCP,
                priority,
                new InetSocketAddress(address, port),
                switch (type) {
                    case HOST -> CandidateType.HOST;
                    case SRFLX -> CandidateType.SERVER_REFLEXIVE;
                    case PRFLX -> CandidateType.PEER_REFLEXIVE;
                    case RELAY -> CandidateType.RELAYED;
                },
                Optional.empty());
    }
}
