package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.LoopFuture;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceCandidateError;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.Registration;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.sdp.Connection;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** The core of a connection, which joins its parts. It is used on the loop. */
final class PeerCore {
    private final RTCPeerConnection connection;
    private final Agent agent;
    private final PeerEvents events;
    private final Transports transports;
    private final Understanding understanding;
    private final DataSection dataChannels;
    private final Transceivers transceivers;
    private final OfferAnswer offerAnswer;
    private final NegotiationNeed need;
    private final OperationsChain chain;
    private final PeerStats statistics;
    /**
     * The events that listeners are told once a description is set: of the state, of tracks that go, of tracks that
     * come.
     */
    private final List<Runnable> stateEvents = new ArrayList<>();

    private final List<Runnable> goingTracks = new ArrayList<>();
    private final List<Runnable> comingTracks = new ArrayList<>();
    private final Registration agentCloses;
    private boolean setting;
    private boolean checkQueued;
    private boolean checkWhenEmpty;
    private boolean needed;

    PeerCore(
            RTCPeerConnection connection,
            Agent agent,
            RTCConfiguration configuration,
            PeerEvents events,
            Supplier<Long> random) {
        this.connection = connection;
        this.agent = agent;
        this.events = events;
        this.transports = new Transports(agent, configuration, new ChainListener());
        this.understanding = new Understanding(agent);
        this.dataChannels = new DataSection(agent, transports, events.dataChannels::fire);
        this.transceivers = new Transceivers(connection, agent, random);
        this.offerAnswer = new OfferAnswer(
                new DescriptionOwner(),
                transports,
                new DescriptionMaker(
                        transports,
                        understanding,
                        agent.cname(),
                        () -> agent.sctpOptions().maxMessageSize(),
                        random.get() & Long.MAX_VALUE),
                new RemoteTracks(
                        e -> comingTracks.add(() -> events.tracks.fire(e)),
                        e -> goingTracks.add(() -> events.removedTracks.fire(e))),
                new DescriptionCheck(transports, understanding),
                agent.cname());
        this.need = new NegotiationNeed(offerAnswer);
        this.chain = new OperationsChain(agent.loop(), this::isClosed, this::chainIsEmpty);
        this.statistics = new PeerStats(agent, transports, dataChannels);
        this.agentCloses = agent.onClose(a -> close());
    }

    OfferAnswer offerAnswer() {
        return offerAnswer;
    }

    Transports transports() {
        return transports;
    }

    Understanding understanding() {
        return understanding;
    }

    Transceivers transceivers() {
        return transceivers;
    }

    DataSection dataChannels() {
        return dataChannels;
    }

    OperationsChain chain() {
        return chain;
    }

    boolean isClosed() {
        return offerAnswer.state() == RTCSignalingState.CLOSED;
    }

    // ---- operations -------------------------------------------------------------------------------------------------

    RTCSessionDescription createOffer(RTCOfferOptions options) {
        options.offerToReceiveAudio().ifPresent(wanted -> transceivers.receive(MediaKind.AUDIO, wanted));
        options.offerToReceiveVideo().ifPresent(wanted -> transceivers.receive(MediaKind.VIDEO, wanted));
        return offerAnswer.makeOffer(options.iceRestart());
    }

    RTCSessionDescription setLocal(RTCSdpType type, String sdp) {
        RTCSessionDescription set = set(() -> offerAnswer.setLocal(type, sdp));
        // after the caller has its description, so that candidates never come before what they belong to
        agent.loop().execute(offerAnswer::gather);
        if (type == RTCSdpType.ROLLBACK) {
            agent.loop().execute(offerAnswer::dropTakenBack);
        }
        return set;
    }

    RTCSessionDescription setRemote(RTCSessionDescription description) {
        RTCSessionDescription set = set(() -> {
            offerAnswer.setRemote(description);
            return description;
        });
        if (description.type() == RTCSdpType.ROLLBACK) {
            agent.loop().execute(offerAnswer::dropTakenBack);
        }
        return set;
    }

    private RTCSessionDescription set(Supplier<RTCSessionDescription> description) {
        setting = true;
        RTCSessionDescription result;
        try {
            result = description.get();
        } finally {
            setting = false;
        }
        described();
        tell();
        return result;
    }

    /**
     * Calls the listeners of a description when all of it has changed. If one ends the connection, it is the last.
     *
     * @spec https://www.w3.org/TR/webrtc/#set-description WebRTC 4.4.1.5, Set the RTCSessionDescription
     */
    private void tell() {
        List<Runnable> events = new ArrayList<>(stateEvents);
        events.addAll(goingTracks);
        events.addAll(comingTracks);
        stateEvents.clear();
        goingTracks.clear();
        comingTracks.clear();
        for (Runnable event : events) {
            if (!isClosed()) {
                event.run();
            }
        }
        updateStates();
    }

    /**
     * Updates the negotiation-needed flag after a description was set.
     *
     * @spec https://www.w3.org/TR/webrtc/#dfn-update-the-negotiation-needed-flag WebRTC 4.7.3, update the negotiation-needed flag
     */
    private void described() {
        if (offerAnswer.now().isStable()) {
            needed = false;
            negotiationMayBeNeeded();
        }
    }

    /** Checks whether an offer is needed, once the running task and operations are done. */
    void negotiationMayBeNeeded() {
        if (!checkQueued) {
            checkQueued = true;
            agent.loop().execute(() -> {
                checkQueued = false;
                checkWhenEmpty = true;
                chainIsEmpty();
            });
        }
    }

    private void chainIsEmpty() {
        if (!checkWhenEmpty
                || !chain.isEmpty()
                || isClosed()
                || !offerAnswer.now().isStable()) {
            return;
        }
        checkWhenEmpty = false;
        boolean there = need.isThere(transceivers.all(), dataChannels.areWanted());
        boolean fires = there && !needed;
        needed = there;
        if (fires) {
            events.negotiationNeeded.fire(connection);
        }
    }

    void configure(RTCConfiguration next) {
        RTCConfiguration now = transports.configuration();
        if (next.bundlePolicy() != now.bundlePolicy()
                || next.rtcpMuxPolicy() != now.rtcpMuxPolicy()
                || !next.certificates().equals(now.certificates())) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION,
                    "bundle policy, RTCP policy and certificates stay as they were");
        }
        if (!next.iceServers().equals(now.iceServers()) || next.iceTransportPolicy() != now.iceTransportPolicy()) {
            offerAnswer.wantRestart();
        }
        transports.configuration(next);
        offerAnswer.forgetPlans();
        transports.dropPlanned().forEach(TransportChain::close);
    }

    Optional<Boolean> canTrickle() {
        return offerAnswer.now().remote().map(Described::sdp).map(CandidateMapping::trickles);
    }

    // ---- descriptions -----------------------------------------------------------------------------------------------

    /** Returns our description, with the candidates gathered for it so far. */
    Optional<RTCSessionDescription> local(Optional<Described> description) {
        return description.map(d -> {
            List<MediaDescription> full = new ArrayList<>(d.sdp().media());
            for (TransportChain c : transports.all()) {
                int index = offerAnswer.firstOf(c);
                if (index >= 0 && index < full.size()) {
                    full.set(index, withCandidates(full.get(index), c));
                }
            }
            return new RTCSessionDescription(d.type(), d.sdp().withMedia(full).write());
        });
    }

    private static MediaDescription withCandidates(MediaDescription section, TransportChain chain) {
        String ufrag = chain.gatherer().getLocalParameters().usernameFragment();
        IceUfragAttribute own = section.first(IceUfragAttribute.TYPE);
        if (own == null || !own.ufrag().equals(ufrag)) {
            return section;
        }
        MediaDescription full = withDefault(section, chain.gatherer().getLocalCandidates());
        full = full.withAll(chain.gatherer().getLocalCandidates().stream()
                .map(c -> CandidateMapping.toSdp(c, ufrag))
                .toList());
        boolean complete = chain.gatherer().state() == RTCIceGathererState.COMPLETE;
        return complete ? full.with(FlagAttribute.END_OF_CANDIDATES) : full;
    }

    /**
     * Returns a section with the port and address of the default candidate, to which a peer without ICE sends. A
     * section with port 0 is returned unchanged.
     */
    private static MediaDescription withDefault(MediaDescription section, List<RTCIceCandidate> candidates) {
        return section.port() == 0
                ? section
                : CandidateMapping.ofPeersWithoutIce(candidates)
                        .map(c -> section.withPort(c.port()).withConnection(Connection.of(c.ip())))
                        .orElse(section);
    }

    /** Returns a remote description, with the candidates that were added to it. */
    Optional<RTCSessionDescription> remote(Optional<Described> description) {
        return description.map(d -> new RTCSessionDescription(
                d.type(), offerAnswer.withCandidates(d.sdp()).write()));
    }

    Optional<RTCDtlsTransport> transportOf(RTCRtpTransceiver transceiver) {
        return offerAnswer.now().sections().stream()
                .filter(s -> s.transceiver().filter(t -> t == transceiver).isPresent())
                .filter(s -> s.isInLocal() && transports.isAssigned(s.mid()))
                .findFirst()
                .map(s -> transports.of(s.mid()).dtls());
    }

    // ---- statistics and life ----------------------------------------------------------------------------------------

    RTCStatsReport stats() {
        return statistics.all(transceivers.all());
    }

    RTCStatsReport stats(MediaStreamTrack track) {
        return statistics.of(track, transceivers.all());
    }

    void requireOneHalf(MediaStreamTrack track) {
        PeerStats.requireOneHalf(track, transceivers.all());
    }

    /** Collects statistics outside of the operations chain: also while an operation waits, and after the end. */
    CompletableFuture<RTCStatsReport> statistics(Supplier<RTCStatsReport> report) {
        CompletableFuture<RTCStatsReport> result = new LoopFuture<>(agent.loop());
        try {
            agent.loop().execute(() -> {
                try {
                    result.complete(report.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(RTCPeerConnection.invalidState("the agent is closed"));
        }
        return result;
    }

    void close() {
        if (!isClosed()) {
            offerAnswer.close();
            agentCloses.close();
            events.close();
            transceivers.all().forEach(RTCRtpTransceiver::stopNow);
            transports.close();
        }
    }

    private void updateStates() {
        if (!isClosed() && !setting) {
            events.update(transports);
        }
    }

    // ---- what the parts tell ----------------------------------------------------------------------------------------

    private final class ChainListener implements TransportChain.Listener {
        @Override
        public void stateChanged() {
            updateStates();
        }

        @Override
        public void candidateError(RTCIceCandidateError error) {
            if (!isClosed()) {
                events.iceCandidateErrors.fire(error);
            }
        }

        @Override
        public void localCandidate(TransportChain from, RTCIceGatherCandidate candidate) {
            String ufrag = from.gatherer().getLocalParameters().usernameFragment();
            int index = offerAnswer.firstOf(from);
            if (index < 0 || isClosed()) {
                updateStates();
                return;
            }
            String mid = offerAnswer.now().sections().get(index).mid();
            switch (candidate) {
                case RTCIceCandidate c -> {
                    updateStates();
                    events.iceCandidates.fire(Optional.of(new RTCIceCandidateInit(
                            CandidateMapping.toSdp(c, ufrag).attribute().text(), mid, OptionalInt.of(index), ufrag)));
                }
                case RTCIceCandidateComplete c -> {
                    events.iceCandidates.fire(
                            Optional.of(new RTCIceCandidateInit("", mid, OptionalInt.of(index), ufrag)));
                    updateStates();
                    if (events.iceGatheringState() == RTCIceGatheringState.COMPLETE) {
                        events.iceCandidates.fire(Optional.empty());
                    }
                }
            }
        }
    }

    private final class DescriptionOwner implements OfferAnswer.Owner {
        @Override
        public List<RTCRtpTransceiver> transceivers() {
            return transceivers.all();
        }

        @Override
        public RTCRtpTransceiver addReceiving(MediaKind kind) {
            return transceivers.addReceiving(kind);
        }

        @Override
        public void remove(RTCRtpTransceiver transceiver) {
            transceivers.remove(transceiver);
        }

        @Override
        public boolean hasDataChannels() {
            return dataChannels.areWanted();
        }

        @Override
        public void dataGoesOver(Optional<Section> section) {
            dataChannels.goOver(section);
        }

        @Override
        public void dataAgreed(Section section) {
            dataChannels.agreed(section);
        }

        @Override
        public void dataRefused(boolean offered) {
            dataChannels.refused(offered);
        }

        @Override
        public long newSsrc() {
            return transceivers.newSsrc();
        }

        @Override
        public void tookBack() {
            setting = false;
            tell();
            setting = true;
        }

        @Override
        public void signalingStateChanged(RTCSignalingState state) {
            stateEvents.add(() -> events.signalingStates.fire(state));
        }
    }
}
