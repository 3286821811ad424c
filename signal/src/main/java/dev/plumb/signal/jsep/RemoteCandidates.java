package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.signal.sdp.CandidateAttribute;
import dev.plumb.signal.sdp.FlagAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the transport that a candidate of the peer's is for. */
final class RemoteCandidates {
    private static final int HELD_AT_MOST = 100;

    private final OfferAnswer offerAnswer;
    private final Transports transports;
    private final List<Held> held = new ArrayList<>();

    RemoteCandidates(OfferAnswer offerAnswer, Transports transports) {
        this.offerAnswer = offerAnswer;
        this.transports = transports;
    }

    /** A candidate of a section that does not speak for the bundle, as far as is known. */
    private record Held(int index, String ufrag, RTCIceGatherCandidate candidate) {}

    /** Adds a signalled candidate; an empty one says that there are no more. */
    void add(RTCIceCandidateInit init) {
        SessionDescription remote = offerAnswer.remote();
        if (remote == null) {
            throw RTCPeerConnection.invalidState("set the peer's description before its candidates");
        }
        int index = indexOf(init, remote);
        if (index < 0) {
            throw new RTCException(RTCException.Name.OPERATION, "no section " + init.sdpMid() + " for this candidate");
        }
        if (init.candidate().isEmpty()) {
            addRemote(index, remote, "", new RTCIceCandidateComplete());
            return;
        }
        CandidateAttribute parsed = CandidateAttribute.parse(init.candidate());
        if (parsed == null) {
            throw new RTCException(RTCException.Name.OPERATION, "not a candidate: " + init.candidate());
        }
        String inCandidate = parsed.ufrag();
        String ufrag = inCandidate == null ? init.usernameFragment() : inCandidate;
        Optional<RTCIceCandidate> candidate = Candidates.fromSdp(parsed);
        candidate.ifPresent(c -> addRemote(index, remote, ufrag, c));
    }

    private int indexOf(RTCIceCandidateInit init, SessionDescription remote) {
        for (int i = 0; i < offerAnswer.slots().size(); i++) {
            if (!init.sdpMid().isEmpty() && offerAnswer.slots().get(i).mid().equals(init.sdpMid())) {
                return i;
            }
        }
        boolean byIndex = init.sdpMid().isEmpty() && init.sdpMLineIndex().isPresent();
        int index = byIndex ? init.sdpMLineIndex().getAsInt() : init.sdpMid().isEmpty() ? 0 : -1;
        return index >= 0
                        && index
                                < Math.min(
                                        offerAnswer.slots().size(),
                                        remote.media().size())
                ? index
                : -1;
    }

    private boolean ofStable() {
        return offerAnswer.state() == RTCSignalingState.STABLE;
    }

    /** The answer is known, and with it the section that speaks for the bundle: its candidates count, the others are void. */
    void release(SessionDescription remote) {
        List<Held> all = List.copyOf(held);
        held.clear();
        all.forEach(h -> addRemote(h.index(), remote, h.ufrag(), h.candidate()));
    }

    /** Takes those in a description. */
    void in(SessionDescription remote) {
        for (int i = 0; i < offerAnswer.slots().size(); i++) {
            MediaDescription section = DescriptionMaker.at(remote, i);
            if (section == null || section.isRejected()) {
                continue;
            }
            int index = i;
            for (CandidateAttribute a : section.all(CandidateAttribute.TYPE)) {
                Candidates.fromSdp(a).ifPresent(c -> addRemote(index, remote, "", c));
            }
            if (section.has(FlagAttribute.END_OF_CANDIDATES)) {
                addRemote(index, remote, "", new RTCIceCandidateComplete());
            }
        }
    }

    private void addRemote(int index, SessionDescription remote, String ufrag, RTCIceGatherCandidate candidate) {
        Slot slot = offerAnswer.slots().get(index);
        MediaDescription section = slot.remote();
        if (section == null || section.isRejected()) {
            return;
        }
        // an offerer that may not be answered with a bundle gathers for every section: those but the tagged one's are
        // void in it
        if (!offerAnswer.mayBringCandidates(slot, remote)) {
            if (held.size() < HELD_AT_MOST && !ofStable()) {
                held.add(new Held(index, ufrag, candidate));
            }
            return;
        }
        Optional<RTCIceParameters> generation = RemoteMedia.ice(remote, section);
        boolean stale = !ufrag.isEmpty()
                && generation.filter(g -> !g.usernameFragment().equals(ufrag)).isPresent();
        if (generation.isPresent() && !stale) {
            transports.of(slot.mid()).addRemoteCandidate(candidate, generation.get());
        }
    }
}
