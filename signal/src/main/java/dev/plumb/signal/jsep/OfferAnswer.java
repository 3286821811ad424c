package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The offer/answer state machine: it creates descriptions, sets them and rolls them back. A description is checked
 * wholly before it changes anything.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-3.2 RFC 9429 3.2, Session Descriptions and State Machine
 * @spec https://www.w3.org/TR/webrtc/#set-description WebRTC 4.4.1.5, Set the RTCSessionDescription
 */
final class OfferAnswer {
    private final Owner owner;
    private final Transports transports;
    private final DescriptionMaker maker;
    private final OfferPlanner planner;
    private final DescriptionCheck check;
    private final Negotiated negotiated;
    private final RemoteTracks tracks;
    private final RemoteCandidates candidates;
    private final RemoteOfferPlaces places;
    /** Transports whose credentials the peer's offer under way has replaced. */
    private final Set<TransportChain> restarting = new HashSet<>();
    /** User name fragments that {@code restartIce} wants replaced. */
    private final Set<String> toReplace = new HashSet<>();

    private volatile Negotiation now = Negotiation.NONE;
    private @Nullable Undo undo;
    private final MadeDescriptions made = new MadeDescriptions();
    private boolean settingOffer;

    OfferAnswer(
            Owner owner,
            Transports transports,
            DescriptionMaker maker,
            RemoteTracks tracks,
            DescriptionCheck check,
            String cname) {
        this.owner = owner;
        this.transports = transports;
        this.maker = maker;
        this.planner = new OfferPlanner(transports);
        this.check = check;
        this.negotiated = new Negotiated(transports, cname);
        this.tracks = tracks;
        this.candidates = new RemoteCandidates(transports);
        this.places = new RemoteOfferPlaces(owner, transports);
    }

    /** The connection, as far as its descriptions concern it. */
    interface Owner {
        List<RTCRtpTransceiver> transceivers();

        RTCRtpTransceiver addReceiving(MediaKind kind);

        void remove(RTCRtpTransceiver transceiver);

        boolean hasDataChannels();

        /** Moves the section of the data channels to another transport, or to none yet. */
        void dataGoesOver(Optional<Section> section);

        /** Starts the data channels after their section was agreed. */
        void dataAgreed(Section section);

        /**
         * Handles the absence of a section for data channels.
         *
         * @param offered whether we offered one, and it was refused
         */
        void dataRefused(boolean offered);

        long newSsrc();

        /**
         * Reports that our offer was rolled back before the peer's is set. Listeners are told of that change
         * separately.
         */
        void tookBack();

        /** Reports a signalling state, for listeners to hear once everything that a description changes has changed. */
        void signalingStateChanged(RTCSignalingState state);
    }

    /** The state to which a rollback returns. */
    private record Undo(
            Negotiation negotiation,
            Transports.Snapshot transports,
            Map<RTCRtpTransceiver, RTCRtpTransceiver.Association> associations) {}

    Negotiation now() {
        return now;
    }

    RTCSignalingState state() {
        return now.state();
    }

    // ---- making -----------------------------------------------------------------------------------------------------

    /** Marks all credentials in use as to be replaced. */
    void wantRestart() {
        now.currentLocal().ifPresent(d -> toReplace.addAll(ufrags(d.sdp())));
        now.pendingLocal().ifPresent(d -> toReplace.addAll(ufrags(d.sdp())));
    }

    boolean restartWanted() {
        return !toReplace.isEmpty();
    }

    private static Set<String> ufrags(SessionDescription description) {
        Set<String> all = new HashSet<>();
        description.media().forEach(m -> m.all(IceUfragAttribute.TYPE).forEach(u -> all.add(u.ufrag())));
        return all;
    }

    /** Forgets the plans, which are no longer valid. */
    void forgetPlans() {
        made.forget();
    }

    void requireOffering() {
        require("an offer cannot be made", RTCSignalingState.STABLE, RTCSignalingState.HAVE_LOCAL_OFFER);
    }

    void requireAnswering() {
        require(
                "there is no offer to answer",
                RTCSignalingState.HAVE_REMOTE_OFFER,
                RTCSignalingState.HAVE_LOCAL_PRANSWER);
    }

    void requireTakingBack(RTCSdpType type) {
        if (type == RTCSdpType.ROLLBACK) {
            require(
                    "there is nothing to take back",
                    RTCSignalingState.HAVE_LOCAL_OFFER,
                    RTCSignalingState.HAVE_REMOTE_OFFER);
        }
    }

    void requireDescribed() {
        if (now.remote().isEmpty()) {
            throw RTCPeerConnection.invalidState("candidates come after the peer's description");
        }
    }

    /** Notes that an offer of ours is about to be set, perhaps the one that was just rolled back. */
    void aboutToSet(RTCSdpType type) {
        requireTakingBack(type);
        settingOffer |= type == RTCSdpType.OFFER;
    }

    /** Forgets the offer that was rolled back, unless it is being set again: the caller has had the time to do so. */
    void dropTakenBack() {
        if (!settingOffer && state() == RTCSignalingState.STABLE) {
            forgetTakenBack();
        }
    }

    /** Forgets the offer that was rolled back, since another one follows. */
    private void forgetTakenBack() {
        Set<TransportChain> gone = transports.dropGathered();
        made.forgetOver(gone);
        gone.forEach(TransportChain::close);
    }

    RTCSessionDescription makeOffer(boolean iceRestart) {
        requireOffering();
        forgetTakenBack();
        OfferPlanner.Plan plan = planner.plan(now, owner.transceivers(), owner.hasDataChannels());
        plan.transports().forEach(transports::plan);
        SessionDescription offer = maker.offer(plan, c -> (iceRestart && c.isStarted()) || isToReplace(c));
        return RTCSessionDescription.offer(
                made.made(new MadeDescriptions.Offer(offer, plan, now)).sdp());
    }

    private boolean isToReplace(TransportChain chain) {
        RTCIceParameters ours = chain.gatherer().getLocalParameters();
        return toReplace.contains(ours.usernameFragment());
    }

    RTCSessionDescription makeAnswer() {
        requireAnswering();
        SessionDescription offer = now.pendingRemote().orElseThrow().sdp();
        SessionDescription answer = maker.answer(now.sections(), offer, restarting::contains);
        return RTCSessionDescription.answer(
                made.made(new MadeDescriptions.Answer(answer, now)).sdp());
    }

    private void require(String otherwise, RTCSignalingState... fitting) {
        if (!List.of(fitting).contains(state())) {
            throw RTCPeerConnection.invalidState(otherwise + " in state " + state().spec());
        }
    }

    // ---- setting ours -----------------------------------------------------------------------------------------------

    /** Returns the type of description that fits the state, for when none is given. */
    RTCSdpType fitting() {
        return state() == RTCSignalingState.HAVE_REMOTE_OFFER || state() == RTCSignalingState.HAVE_LOCAL_PRANSWER
                ? RTCSdpType.ANSWER
                : RTCSdpType.OFFER;
    }

    /** Sets our description, which is created where its text is empty. The caller begins to gather. */
    RTCSessionDescription setLocal(RTCSdpType type, String sdp) {
        settingOffer = false;
        switch (type) {
            case OFFER -> {
                require("our offer cannot be set", RTCSignalingState.STABLE, RTCSignalingState.HAVE_LOCAL_OFFER);
                String text = sdp.isEmpty() ? makeOffer(false).sdp() : sdp;
                localOffer(made.offer(text, now));
                return new RTCSessionDescription(type, text);
            }
            case ANSWER, PRANSWER -> {
                require(
                        "our answer cannot be set",
                        RTCSignalingState.HAVE_REMOTE_OFFER,
                        RTCSignalingState.HAVE_LOCAL_PRANSWER);
                String text = sdp.isEmpty() ? makeAnswer().sdp() : sdp;
                localAnswer(type, made.answer(text, now).description());
                return new RTCSessionDescription(type, text);
            }
            case ROLLBACK -> rollback();
        }
        return new RTCSessionDescription(type, "");
    }

    private void localOffer(MadeDescriptions.Offer planned) {
        begin();
        transports.assign(planned.plan().transports());
        commit(planned.plan().sections(), planned.description());
        List<Section> sections = planned.plan().sections();
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            int index = i;
            section.transceiver()
                    .filter(t -> !t.isStopped())
                    .ifPresent(t -> t.association(t.association().at(section.mid(), index)));
        }
        to(now.localOffer(sections, planned.description()));
        planner.used(now.sections());
        owner.dataGoesOver(
                now.sections().stream().filter(s -> s.isData() && s.isInLocal()).findFirst());
    }

    private void commit(List<Section> sections, SessionDescription local) {
        for (int i = 0; i < sections.size(); i++) {
            MediaDescription section = local.media().get(i);
            IceUfragAttribute ufrag = section.first(IceUfragAttribute.TYPE);
            if (ufrag != null && !section.isRejected()) {
                transports.of(sections.get(i).mid()).commit(ufrag.ufrag());
            }
        }
    }

    private void localAnswer(RTCSdpType type, SessionDescription answer) {
        commit(now.sections(), answer);
        to(now.localAnswer(type, answer));
        tracks.answered(now.sections(), answer);
        agreed(answer, false, type == RTCSdpType.ANSWER);
    }

    // ---- setting the peer's -----------------------------------------------------------------------------------------

    void setRemote(RTCSessionDescription description) {
        switch (description.type()) {
            case OFFER -> {
                if (state() == RTCSignalingState.HAVE_LOCAL_OFFER) {
                    // an operation of its own, which stays done even where the offer turns out to be unusable
                    rollback();
                    owner.tookBack();
                }
                if (state() != RTCSignalingState.CLOSED) {
                    remoteOffer(DescriptionCheck.parse(description.sdp()));
                }
            }
            case ANSWER, PRANSWER -> remoteAnswer(description.type(), DescriptionCheck.parse(description.sdp()));
            case ROLLBACK -> rollback();
        }
    }

    private void remoteOffer(SessionDescription offer) {
        require("the peer's offer cannot be set", RTCSignalingState.STABLE, RTCSignalingState.HAVE_REMOTE_OFFER);
        check.offer(now, offer);
        forgetTakenBack();
        begin();
        try {
            takeOffer(offer);
        } catch (RuntimeException e) {
            // a description takes effect as a whole or not at all
            undo();
            throw e;
        }
    }

    private void takeOffer(SessionDescription offer) {
        List<Section> sections = places.of(now, offer);
        restarting.clear();
        restarting.addAll(places.restarted(sections, offer));
        planner.used(sections);
        to(now.remoteOffer(sections, offer));
        owner.dataGoesOver(now.sections().stream()
                .filter(s -> s.isData() && s.isInRemote())
                .findFirst());
        candidates.in(now, offer);
        tracks.offered(now.sections(), offer);
        // what the peer has stopped is not answered otherwise
        for (Section section : now.sections()) {
            if (section.remote().filter(MediaDescription::isRejected).isPresent()) {
                section.transceiver().ifPresent(RTCRtpTransceiver::stopNow);
            }
        }
    }

    private void remoteAnswer(RTCSdpType type, SessionDescription answer) {
        require(
                "there is no offer of ours to answer",
                RTCSignalingState.HAVE_LOCAL_OFFER,
                RTCSignalingState.HAVE_REMOTE_PRANSWER);
        check.answer(now, answer);
        to(now.remoteAnswer(type, answer));
        tracks.answeredBy(now.sections(), answer, now.local().orElseThrow().sdp());
        agreed(answer, true, type == RTCSdpType.ANSWER);
        candidates.in(now, answer);
    }

    /** Applies an agreement to the objects, once both descriptions are set. */
    private void agreed(SessionDescription answer, boolean weOffered, boolean isFinal) {
        SessionDescription local = now.local().orElseThrow().sdp();
        SessionDescription remote = now.remote().orElseThrow().sdp();
        Set<String> agreed = new HashSet<>();
        now.sections().stream().filter(Section::isAgreed).forEach(s -> agreed.add(s.mid()));
        SequencedSet<String> bundle = new LinkedHashSet<>(answer.bundle());
        bundle.retainAll(agreed);
        if (!bundle.isEmpty()) {
            TransportChain shared = transports.of(bundle.getFirst());
            bundle.forEach(mid -> transports.assign(Map.of(mid, shared)));
        }
        Optional<Section> data = now.sections().stream()
                .filter(Section::isData)
                .filter(Section::isAgreed)
                .findFirst();
        owner.dataGoesOver(data);
        Negotiated.Exchange exchange = new Negotiated.Exchange(local, remote, bundle, weOffered);
        negotiated.transports(now.sections(), exchange);
        negotiated.beforeMedia(now.sections(), exchange);
        now.sections().forEach(s -> negotiated.media(s, exchange));
        transports.all().forEach(TransportChain::endRetired);
        data.ifPresentOrElse(
                owner::dataAgreed,
                () -> owner.dataRefused(now.sections().stream().anyMatch(s -> s.isData() && s.isInLocal())));
        if (isFinal) {
            settle(data);
        }
    }

    /**
     * Settles an agreement, after which no rollback is possible: it ends rejected sections, and transports that nobody
     * uses.
     */
    private void settle(Optional<Section> data) {
        undo = null;
        restarting.clear();
        tracks.settled();
        forgetPlans();
        Set<String> mids = new HashSet<>();
        for (Section section : now.sections()) {
            if (section.isAgreed()) {
                mids.add(section.mid());
            } else {
                section.transceiver().ifPresent(t -> {
                    t.stopNow();
                    t.association(RTCRtpTransceiver.Association.NONE);
                    owner.remove(t);
                });
            }
        }
        for (RTCRtpTransceiver t : List.copyOf(owner.transceivers())) {
            if (t.isStopping() && !t.isAssociated()) {
                t.stopNow();
                owner.remove(t);
            }
        }
        Set<TransportChain> left = transports.keep(mids);
        owner.dataGoesOver(data);
        left.forEach(TransportChain::close);
        Set<String> current = ufrags(now.currentLocal().orElseThrow().sdp());
        if (toReplace.stream().noneMatch(current::contains)) {
            toReplace.clear();
        }
    }

    // ---- taking back ------------------------------------------------------------------------------------------------

    /** Saves the state to which a later rollback returns. */
    private void begin() {
        if (now.isStable()) {
            Map<RTCRtpTransceiver, RTCRtpTransceiver.Association> all = new HashMap<>();
            owner.transceivers().forEach(t -> all.put(t, t.association()));
            undo = new Undo(now, transports.snapshot(), all);
        }
    }

    /**
     * Rolls back the offer under way.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.7 RFC 9429 5.7, Processing a Rollback
     */
    private void rollback() {
        requireTakingBack(RTCSdpType.ROLLBACK);
        undo();
    }

    private void undo() {
        Undo before = undo;
        if (before == null) {
            return;
        }
        undo = null;
        restarting.clear();
        Set<TransportChain> left = transports.restore(before.transports());
        made.forgetOver(left);
        to(before.negotiation());
        owner.dataGoesOver(
                now.sections().stream().filter(s -> s.isData() && s.isAgreed()).findFirst());
        left.forEach(TransportChain::close);
        for (RTCRtpTransceiver t : List.copyOf(owner.transceivers())) {
            t.sending().rollback();
            RTCRtpTransceiver.Association was = before.associations().get(t);
            tracks.rollback(t, was == null ? RTCRtpTransceiver.Association.NONE : was);
            if (was == null && t.goesWithItsOffer()) {
                t.stopNow();
                owner.remove(t);
            }
        }
        tracks.settled();
    }

    // ---- the rest ---------------------------------------------------------------------------------------------------

    void addCandidate(RTCIceCandidateInit init) {
        candidates.add(init, now);
    }

    SessionDescription withCandidates(SessionDescription remote) {
        return candidates.completed(remote);
    }

    /** Begins to gather for all sections that need it. */
    void gather() {
        if (state() == RTCSignalingState.CLOSED) {
            return;
        }
        for (Section section : now.sections()) {
            if (section.isInLocal()) {
                transports.of(section.mid()).gather();
            }
        }
    }

    /** Returns the index of our first section on a transport, or -1 if there is none. */
    int firstOf(TransportChain chain) {
        for (int i = 0; i < now.sections().size(); i++) {
            Section section = now.sections().get(i);
            if (section.isInLocal() && transports.isAssigned(section.mid()) && transports.of(section.mid()) == chain) {
                return i;
            }
        }
        return -1;
    }

    /** Ends it, without an event. */
    void close() {
        now = now.closed();
    }

    private void to(Negotiation next) {
        RTCSignalingState before = state();
        now = next;
        if (before != next.state()) {
            owner.signalingStateChanged(next.state());
        }
    }
}
