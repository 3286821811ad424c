package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateType;
import dev.plumb.objects.RTCIceProtocol;
import dev.plumb.objects.RTCIceTcpCandidateType;
import dev.plumb.objects.SpecName;
import dev.plumb.sdp.SdpSection;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.IceOptionsAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mapping of candidates between the objects' dictionaries and SDP's lines. */
final class CandidateMapping {
    private CandidateMapping() {}

    /**
     * Returns the default candidate, which a peer without ICE sends to. It is the one most likely to be reachable:
     * relayed before reflexive before host, then IPv4 before IPv6. Names of mDNS and TCP candidates are excluded.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8839#section-4.2.1.2 RFC 8839 4.2.1.2, Default Candidates
     */
    static Optional<RTCIceCandidate> ofPeersWithoutIce(List<RTCIceCandidate> candidates) {
        return candidates.stream()
                .filter(c -> c.protocol() == RTCIceProtocol.UDP && !c.ip().endsWith(".local"))
                .max(Comparator.comparingInt((RTCIceCandidate c) -> switch (c.type()) {
                            case RELAY -> 3;
                            case SRFLX -> 2;
                            case PRFLX -> 1;
                            case HOST -> 0;
                        })
                        .thenComparing(c -> c.ip().indexOf(':') < 0)
                        .thenComparingLong(RTCIceCandidate::priority));
    }

    /** Returns whether a description announces that further candidates may follow it. */
    static boolean trickles(SessionDescription description) {
        return trickles((SdpSection) description)
                || description.media().stream().anyMatch(CandidateMapping::trickles);
    }

    private static boolean trickles(SdpSection section) {
        return section.all(IceOptionsAttribute.TYPE).stream()
                .anyMatch(o -> o.options().contains("trickle"));
    }

    static CandidateAttribute toSdp(RTCIceCandidate c, String ufrag) {
        List<CandidateAttribute.Extension> more = new ArrayList<>();
        if (c.relatedAddress().isPresent()) {
            more.add(
                    new CandidateAttribute.Extension("raddr", c.relatedAddress().get()));
            more.add(new CandidateAttribute.Extension("rport", Integer.toString(c.relatedPort())));
        }
        c.tcpType().ifPresent(t -> more.add(new CandidateAttribute.Extension("tcptype", t.spec())));
        more.add(new CandidateAttribute.Extension("ufrag", ufrag));
        return new CandidateAttribute(
                c.foundation(),
                1,
                c.protocol().spec(),
                c.priority(),
                c.ip(),
                c.port(),
                c.type().spec(),
                more);
    }

    /**
     * Returns the candidate of an attribute, or empty if it is of another component or an unknown type. Such candidates
     * are ignored, and never an error.
     */
    static Optional<RTCIceCandidate> fromSdp(CandidateAttribute a) {
        Optional<RTCIceCandidateType> type =
                SpecName.of(RTCIceCandidateType.class, a.type().toLowerCase(Locale.ROOT));
        Optional<RTCIceProtocol> protocol =
                SpecName.of(RTCIceProtocol.class, a.transport().toLowerCase(Locale.ROOT));
        if (a.component() != 1 || type.isEmpty() || protocol.isEmpty()) {
            return Optional.empty();
        }
        String tcpType = a.tcpType();
        try {
            return Optional.of(new RTCIceCandidate(
                    a.foundation(),
                    a.priority(),
                    a.address(),
                    protocol.get(),
                    a.port(),
                    type.get(),
                    tcpType == null
                            ? Optional.empty()
                            : SpecName.of(RTCIceTcpCandidateType.class, tcpType.toLowerCase(Locale.ROOT)),
                    Optional.ofNullable(a.relatedAddress()),
                    a.relatedPort().orElse(0)));
        } catch (RTCException e) {
            return Optional.empty();
        }
    }
}
