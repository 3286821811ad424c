package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsRole;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.SdpParse;
import dev.plumb.signal.sdp.SdpParser;
import dev.plumb.signal.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The offer/answer state machine: which descriptions were set, the places of their sections, and what becomes of them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-3.2 RFC 9429 3.2, Session Descriptions and State Machine
 */
final class OfferAnswer {
    private final Owner owner;
    private final Transports transports;
    private final DescriptionMaker maker;
    private final Negotiated negotiated;
    private final RemoteCandidates candidates;
    private List<Slot> slots = new ArrayList<>();
    private volatile RTCSignalingState state = RTCSignalingState.STABLE;
    private @Nullable Planned lastOffer;
    private @Nullable SessionDescription localDescription;
    private @Nullable SessionDescription remoteDescription;
    private RTCSdpType localType = RTCSdpType.OFFER;
    private RTCSdpType remoteType = RTCSdpType.OFFER;
    private boolean restartWanted;

    OfferAnswer(Owner owner, Transports transports, DescriptionMaker maker, Negotiated negotiated) {
        this.owner = owner;
        this.transports = transports;
        this.maker = maker;
        this.negotiated = negotiated;
        this.candidates = new RemoteCandidates(this, transports);
    }

    /** The connection, as far as its descriptions concern it. */
    interface Owner {
        List<RTCRtpTransceiver> transceivers();

        RTCRtpTransceiver addReceiving(MediaKind kind);

        boolean hasDataChannels();

        RTCSctpTransport sctpTransport();

        void signalingStateChanged(RTCSignalingState state);

        void announce(RTCTrackEvent event);

        /** Offer and answer have met. */
        void agreed();
    }

    /** An offer and the places its sections are to have. */
    private record Planned(String sdp, List<Slot> slots) {}

    RTCSignalingState state() {
        return state;
    }

    void close() {
        state = RTCSignalingState.CLOSED;
    }

    List<Slot> slots() {
        return slots;
    }

    RemoteCandidates candidates() {
        return candidates;
    }

    @Nullable
    SessionDescription local() {
        return localDescription;
    }

    @Nullable
    SessionDescription remote() {
        return remoteDescription;
    }

    RTCSdpType localType() {
        return localType;
    }

    RTCSdpType remoteType() {
        return remoteType;
    }

    void wantRestart() {
        restartWanted = true;
    }

    boolean restartWanted() {
        return restartWanted;
    }

    /** The description that fits the state: an answer to the peer's offer, else an offer. */
    RTCSessionDescription fitting() {
        return state == RTCSignalingState.HAVE_REMOTE_OFFER ? makeAnswer() : planOffer();
    }

    RTCSessionDescription planOffer() {
        if (state != RTCSignalingState.STABLE && state != RTCSignalingState.HAVE_LOCAL_OFFER) {
            throw RTCPeerConnection.invalidState("an offer cannot be made in state " + state.spec());
        }
        if (restartWanted) {
            restartWanted = false;
            transports.all().stream().filter(TransportChain::isStarted).forEach(TransportChain::restart);
        }
        List<Slot> planned = new ArrayList<>(slots);
        for (RTCRtpTransceiver t : owner.transceivers()) {
            if (!t.isStopped() && t.sectionIndex() < 0) {
                planned.add(new Slot(freeMid(planned), t.kind().spec(), t));
            }
        }
        if (owner.hasDataChannels() && planned.stream().noneMatch(Slot::isData)) {
            planned.add(new Slot(freeMid(planned), "application", null));
        }
        Planned offer = new Planned(maker.offer(planned).write(), planned);
        lastOffer = offer;
        return RTCSessionDescription.offer(offer.sdp());
    }

    private static String freeMid(List<Slot> taken) {
        int n = taken.size();
        while (true) {
            String mid = Integer.toString(n++);
            if (taken.stream().noneMatch(s -> s.mid().equals(mid))) {
                return mid;
            }
        }
    }

    RTCSessionDescription makeAnswer() {
        SessionDescription offer = remoteDescription;
        if (state != RTCSignalingState.HAVE_REMOTE_OFFER || offer == null) {
            throw RTCPeerConnection.invalidState("there is no offer to answer in state " + state.spec());
        }
        return RTCSessionDescription.answer(maker.answer(slots, offer).write());
    }

    /** Takes our description; gathering is the caller's to begin. */
    void applyLocal(RTCSessionDescription description) {
        SessionDescription parsed = parse(description.sdp());
        switch (description.type()) {
            case OFFER -> localOffer(parsed);
            case ANSWER -> localAnswer(parsed);
            case PRANSWER, ROLLBACK -> throw notSupported(description.type());
        }
        localDescription = parsed;
        localType = description.type();
    }

    /** Begins to gather for all sections that need it. */
    void gather() {
        if (state == RTCSignalingState.CLOSED) {
            return;
        }
        for (Slot slot : slots) {
            if (slot.local() != null && !slot.local().isRejected()) {
                transports.of(slot.mid()).gather();
            }
        }
    }

    private void localOffer(SessionDescription parsed) {
        Planned planned = lastOffer;
        if (state != RTCSignalingState.STABLE && state != RTCSignalingState.HAVE_LOCAL_OFFER) {
            throw RTCPeerConnection.invalidState("an offer cannot be set in state " + state.spec());
        }
        if (planned == null || parsed.media().size() != planned.slots().size()) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION, "set the offer that createOffer made last, and no other");
        }
        slots = new ArrayList<>(planned.slots());
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).local(parsed.media().get(i));
            RTCRtpTransceiver t = slots.get(i).transceiver();
            if (t != null) {
                t.mid(slots.get(i).mid(), i);
            }
        }
        to(RTCSignalingState.HAVE_LOCAL_OFFER);
        negotiated.weOffered();
    }

    private void localAnswer(SessionDescription parsed) {
        if (state != RTCSignalingState.HAVE_REMOTE_OFFER) {
            throw RTCPeerConnection.invalidState("there is no offer to answer in state " + state.spec());
        }
        if (parsed.media().size() != slots.size()) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION, "an answer has as many sections as the offer");
        }
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).local(parsed.media().get(i));
        }
        SessionDescription offer = remoteDescription;
        negotiated.theyOffered();
        if (offer != null) {
            agreed(offer, parsed);
        }
    }

    /** Takes the peer's description. */
    void applyRemote(RTCSessionDescription description) {
        SessionDescription parsed = parse(description.sdp());
        switch (description.type()) {
            case OFFER -> remoteOffer(parsed);
            case ANSWER -> remoteAnswer(parsed);
            case PRANSWER, ROLLBACK -> throw notSupported(description.type());
        }
        remoteType = description.type();
    }

    private void remoteOffer(SessionDescription offer) {
        if (state != RTCSignalingState.STABLE && state != RTCSignalingState.HAVE_REMOTE_OFFER) {
            throw RTCPeerConnection.invalidState("the peer's offer cannot be set in state " + state.spec());
        }
        if (offer.media().size() < slots.size()) {
            throw new SdpException(0, "an offer never has fewer sections than the one before");
        }
        check(offer, false);
        List<String> bundle = DescriptionMaker.bundleOf(offer);
        List<Slot> next = new ArrayList<>(slots);
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (i == next.size()) {
                String mid = section.mid().isEmpty() ? freeMid(next) : section.mid();
                next.add(newSlot(section, mid, offer, i));
                boolean alone = !bundle.contains(mid) && (i > 0 || !bundle.isEmpty());
                if (alone && !section.isRejected()) {
                    transports.outsideBundle(mid);
                }
            } else if (isRecycled(next.get(i), section)) {
                next.set(i, newSlot(section, section.mid(), offer, i));
            }
        }
        slots = next;
        remoteDescription = offer;
        to(RTCSignalingState.HAVE_REMOTE_OFFER);
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).remote(offer.media().get(i));
            restartWhereAsked(slots.get(i), offer);
        }
        candidates.in(offer);
        announceTracks(offer);
    }

    /**
     * Whether a section that was refused before is used again, under another name.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.2 RFC 9429 5.2.2, Subsequent Offers
     */
    private static boolean isRecycled(Slot slot, MediaDescription section) {
        boolean renamed = !section.mid().isEmpty() && !section.mid().equals(slot.mid());
        return renamed && !section.isRejected() && !slot.isAgreed();
    }

    /** What would make a description unusable is said before anything is changed by it. */
    private void check(SessionDescription remote, boolean isAnswer) {
        for (int i = 0; i < Math.min(slots.size(), remote.media().size()); i++) {
            Slot slot = slots.get(i);
            MediaDescription section = remote.media().get(i);
            if (section.isRejected() || !tagged(slot, remote)) {
                continue;
            }
            Optional<RTCDtlsParameters> dtls = RemoteMedia.dtls(remote, section, RTCDtlsRole.AUTO);
            if (isAnswer && (dtls.isEmpty() || RemoteMedia.ice(remote, section).isEmpty())) {
                throw new SdpException(
                        remote.lineNumber(i),
                        "section " + slot.mid() + " lacks usable ICE credentials or a fingerprint");
            }
            Optional<RTCDtlsParameters> before =
                    transports.of(slot.mid()).dtls().getRemoteParameters();
            if (before.isPresent() && dtls.isPresent() && !sameFingerprints(before.get(), dtls.get())) {
                throw new SdpException(
                        remote.lineNumber(i),
                        "a new fingerprint needs a new connection: a DTLS transport keeps its peer");
            }
        }
    }

    private static boolean sameFingerprints(RTCDtlsParameters a, RTCDtlsParameters b) {
        return Set.copyOf(upper(a)).equals(Set.copyOf(upper(b)));
    }

    private static List<String> upper(RTCDtlsParameters p) {
        return p.fingerprints().stream()
                .map(f -> (f.algorithm() + " " + f.value()).toUpperCase(Locale.ROOT))
                .toList();
    }

    private Slot newSlot(MediaDescription section, String mid, SessionDescription offer, int index) {
        boolean rtp = section.media().equals("audio") || section.media().equals("video");
        if (!rtp || section.isRejected()) {
            return new Slot(mid, section.media(), null);
        }
        MediaKind kind = section.media().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
        RTCRtpTransceiver t = owner.transceivers().stream()
                .filter(c -> c.isByAddTrack() && c.kind() == kind && c.sectionIndex() < 0 && !c.isStopped())
                .filter(c -> offer.directionOf(section).recv())
                .findFirst()
                .orElseGet(() -> owner.addReceiving(kind));
        t.mid(mid, index);
        return new Slot(mid, section.media(), t);
    }

    private void restartWhereAsked(Slot slot, SessionDescription offer) {
        MediaDescription section = slot.remote();
        TransportChain chain = transports.of(slot.mid());
        if (section == null || section.isRejected() || !chain.isStarted()) {
            return;
        }
        Optional<RTCIceParameters> theirs = RemoteMedia.ice(offer, section);
        boolean isNew = theirs.isPresent() && !chain.startedWith(theirs.get());
        if (isNew && chain.gatherer().state() != RTCIceGathererState.NEW && tagged(slot, offer)) {
            chain.restart();
        }
    }

    /** Whether a section's transport attributes speak for its bundle: the first of it that is not refused. */
    boolean tagged(Slot slot, SessionDescription description) {
        return slot == tagged(description, true) || !transports.isInBundle(slot.mid());
    }

    /** Whether a section's candidates are the bundle's: it speaks for it, or would if we had not refused it. */
    boolean mayBringCandidates(Slot slot, SessionDescription description) {
        return tagged(slot, description) || slot == tagged(description, false);
    }

    private @Nullable Slot tagged(SessionDescription description, boolean heedOurs) {
        for (int i = 0; i < slots.size(); i++) {
            MediaDescription theirs = DescriptionMaker.at(description, i);
            MediaDescription ours = slots.get(i).local();
            boolean refused = theirs == null || theirs.isRejected() || (heedOurs && ours != null && ours.isRejected());
            if (!refused && transports.isInBundle(slots.get(i).mid())) {
                return slots.get(i);
            }
        }
        return null;
    }

    private void remoteAnswer(SessionDescription answer) {
        if (state != RTCSignalingState.HAVE_LOCAL_OFFER) {
            throw RTCPeerConnection.invalidState("there is no offer of ours to answer in state " + state.spec());
        }
        if (answer.media().size() != slots.size()) {
            throw new SdpException(0, "an answer has as many sections as the offer, " + slots.size());
        }
        check(answer, true);
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).remote(answer.media().get(i));
        }
        remoteDescription = answer;
        announceTracks(answer);
        agreed(answer, localDescription == null ? answer : localDescription);
        candidates.in(answer);
    }

    private void agreed(SessionDescription remote, SessionDescription local) {
        to(RTCSignalingState.STABLE);
        for (Slot slot : slots) {
            boolean tagged = tagged(slot, remote);
            if (!slot.isAgreed() && !transports.isInBundle(slot.mid())) {
                transports.drop(slot.mid());
            }
            if (slot.isData() && slot.isAgreed()) {
                negotiated.transport(slot, remote, local, tagged);
                negotiated.data(slot, owner.sctpTransport());
            } else {
                negotiated.transport(slot, remote, local, tagged);
                negotiated.media(slot, remote, local);
            }
        }
        candidates.release(remote);
        owner.agreed();
    }

    private void announceTracks(SessionDescription remote) {
        for (Slot slot : slots) {
            RTCRtpTransceiver t = slot.transceiver();
            MediaDescription section = slot.remote();
            if (t == null || section == null || t.isStopped()) {
                continue;
            }
            boolean sends = !section.isRejected() && remote.directionOf(section).send();
            if (sends && !t.trackAnnounced()) {
                t.trackAnnounced(true);
                RTCTrackEvent event =
                        new RTCTrackEvent(t.receiver(), t.receiver().track(), RemoteMedia.streamIds(section), t);
                owner.announce(event);
            } else if (!sends) {
                t.trackAnnounced(false);
            }
        }
    }

    /** The index of the first section of ours on a transport; -1 where there is none. */
    int firstOf(TransportChain chain) {
        for (int i = 0; i < slots.size(); i++) {
            MediaDescription local = slots.get(i).local();
            if (local != null
                    && !local.isRejected()
                    && transports.of(slots.get(i).mid()) == chain) {
                return i;
            }
        }
        return -1;
    }

    private static SessionDescription parse(String sdp) {
        return switch (SdpParser.parse(sdp)) {
            case SdpParse.Ok ok -> {
                if (!ok.description().malformedLines().isEmpty()) {
                    throw SdpException.of(ok.description().malformedLines().getFirst());
                }
                yield ok.description();
            }
            case SdpParse.Malformed bad -> throw SdpException.of(bad);
        };
    }

    private static RTCException notSupported(RTCSdpType type) {
        return new RTCException(RTCException.Name.NOT_SUPPORTED, "descriptions of type " + type.spec() + " come later");
    }

    private void to(RTCSignalingState next) {
        if (state != next) {
            state = next;
            owner.signalingStateChanged(next);
        }
    }
}
