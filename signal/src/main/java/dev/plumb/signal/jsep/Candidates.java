package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateType;
import dev.plumb.objects.RTCIceProtocol;
import dev.plumb.objects.RTCIceTcpCandidateType;
import dev.plumb.objects.SpecName;
import dev.plumb.signal.sdp.CandidateAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Candidates between the objects' dictionaries and SDP's lines. */
final class Candidates {
    private Candidates() {}

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

    /** Empty for what is of another component or of a kind that is not known: that is left out, never an error. */
    static Optional<RTCIceCandidate> fromSdp(CandidateAttribute a) {
        Optional<RTCIceCandidateType> type = SpecName.of(RTCIceCandidateType.class, a.type());
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
                    tcpType == null ? Optional.empty() : SpecName.of(RTCIceTcpCandidateType.class, tcpType),
                    Optional.ofNullable(a.relatedAddress()),
                    a.relatedPort().orElse(0)));
        } catch (RTCException e) {
            return Optional.empty();
        }
    }
}
