package dev.plumb.signal.jsep;

import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.DirectionAttribute;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The check whether an offer should be made. */
final class NegotiationNeed {
    private final OfferAnswer offerAnswer;

    NegotiationNeed(OfferAnswer offerAnswer) {
        this.offerAnswer = offerAnswer;
    }

    /**
     * Returns whether the present objects differ from those agreed.
     *
     * @spec https://www.w3.org/TR/webrtc/#dfn-check-if-negotiation-is-needed WebRTC 4.7.3, check if negotiation is needed
     */
    boolean isThere(List<RTCRtpTransceiver> transceivers, boolean wantsData) {
        Negotiation now = offerAnswer.now();
        boolean data = now.sections().stream().anyMatch(s -> s.isData() && s.isAgreed());
        return offerAnswer.restartWanted()
                || (wantsData && !data)
                || transceivers.stream().anyMatch(t -> needs(now, t));
    }

    private static boolean needs(Negotiation now, RTCRtpTransceiver t) {
        if (t.isStopping()) {
            return t.isAssociated();
        }
        if (!t.isAssociated()) {
            return true;
        }
        Section section = now.sections().get(t.sectionIndex());
        Optional<Described> local = now.currentLocal();
        if (section.local().isEmpty()
                || section.remote().isEmpty()
                || local.isEmpty()
                || now.currentRemote().isEmpty()) {
            return true;
        }
        MediaDescription ours = section.local().get();
        DirectionAttribute described = local.get().sdp().directionOf(ours);
        SessionDescription remote = now.currentRemote().get().sdp();
        DirectionAttribute reversed = remote.directionOf(section.remote().get()).reversed();
        boolean offered = local.get().type() == RTCSdpType.OFFER;
        DirectionAttribute wanted = t.direction().toSdp();
        DirectionAttribute answered =
                DirectionAttribute.of(wanted.send() && reversed.send(), wanted.recv() && reversed.recv());
        boolean directionDiffers = offered ? wanted != described && wanted != reversed : described != answered;
        return directionDiffers || (described.send() && wanted.send() && streamsDiffer(ours, t));
    }

    private static boolean streamsDiffer(MediaDescription ours, RTCRtpTransceiver t) {
        return !Set.copyOf(RemoteMedia.streamIds(ours)).equals(Set.copyOf(t.streamIds()));
    }
}
