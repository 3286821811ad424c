package dev.plumb.signal.jsep;

import dev.plumb.signal.sdp.DirectionAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import java.util.List;

/** Finds out whether an offer should be made. */
final class NegotiationNeed {
    private final OfferAnswer offerAnswer;

    NegotiationNeed(OfferAnswer offerAnswer) {
        this.offerAnswer = offerAnswer;
    }

    /**
     * Whether what there is differs from what was agreed.
     *
     * @spec https://www.w3.org/TR/webrtc/#dfn-check-if-negotiation-is-needed WebRTC 4.7.3, check if negotiation is needed
     */
    boolean isThere(List<RTCRtpTransceiver> transceivers, boolean hasDataChannels) {
        if (offerAnswer.restartWanted()
                || (hasDataChannels && offerAnswer.slots().stream().noneMatch(Slot::isData))) {
            return true;
        }
        for (RTCRtpTransceiver t : transceivers) {
            MediaDescription local = t.sectionIndex() < 0
                    ? null
                    : offerAnswer.slots().get(t.sectionIndex()).local();
            if (t.isStopped()) {
                if (local != null && !local.isRejected()) {
                    return true;
                }
            } else if (local == null || directionDiffers(t, offerAnswer.slots().get(t.sectionIndex()), local)) {
                return true;
            }
        }
        return false;
    }

    private boolean directionDiffers(RTCRtpTransceiver t, Slot slot, MediaDescription local) {
        MediaDescription remote = slot.remote();
        DirectionAttribute described = local.direction();
        DirectionAttribute theirs = remote == null ? null : remote.direction();
        DirectionAttribute wanted = t.direction().toSdp();
        DirectionAttribute ours = described == null ? DirectionAttribute.SENDRECV : described;
        DirectionAttribute reversed = (theirs == null ? DirectionAttribute.SENDRECV : theirs).reversed();
        if (offerAnswer.localType() == RTCSdpType.OFFER) {
            return wanted != ours && wanted != reversed;
        }
        return ours != DirectionAttribute.of(wanted.send() && reversed.send(), wanted.recv() && reversed.recv());
    }
}
