package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.EventSource;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.objects.Registration;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is negotiated by offer and answer, as browsers have it; a layer on the public objects, replaceable by anyone.
 *
 * <p>Safe on any thread. Futures complete, and listeners are called, on the agent's loop, where nothing may block.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface WebRTC 4.4, RTCPeerConnection Interface
 * @spec https://www.rfc-editor.org/rfc/rfc9429 RFC 9429, JavaScript Session Establishment Protocol
 */
public final class RTCPeerConnection implements AutoCloseable {
    private final Agent agent;
    private final Transports transports;
    private final OfferAnswer offerAnswer;
    private final NegotiationNeed need;
    private final List<RTCRtpTransceiver> transceivers = new ArrayList<>();
    private final EventSource<RTCTrackEvent> tracks = new EventSource<>();
    private final EventSource<RTCDataChannel> dataChannels = new EventSource<>();
    private final EventSource<Optional<RTCIceCandidateInit>> iceCandidates = new EventSource<>();
    private final EventSource<RTCPeerConnection> negotiationNeeded = new EventSource<>();
    private final EventSource<RTCSignalingState> signalingStates = new EventSource<>();
    private final EventSource<RTCPeerConnectionState> connectionStates = new EventSource<>();
    private final EventSource<RTCIceConnectionState> iceConnectionStates = new EventSource<>();
    private final EventSource<RTCIceGatheringState> gatheringStates = new EventSource<>();
    private volatile RTCPeerConnectionState connectionState = RTCPeerConnectionState.NEW;
    private volatile RTCIceConnectionState iceConnectionState = RTCIceConnectionState.NEW;
    private volatile RTCIceGatheringState iceGatheringState = RTCIceGatheringState.NEW;
    private volatile @Nullable RTCSctpTransport sctp;
    private boolean checkQueued;
    private boolean needed;

    private RTCPeerConnection(Agent agent, RTCConfiguration configuration) {
        this.agent = agent;
        CodecNegotiation codecs = new CodecNegotiation(agent);
        this.transports = new Transports(agent, configuration, new ChainListener());
        long sessionId = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
        this.offerAnswer = new OfferAnswer(
                new DescriptionOwner(),
                transports,
                new DescriptionMaker(codecs, transports, agent.cname(), sessionId),
                new Negotiated(codecs, transports, agent.cname()));
        this.need = new NegotiationNeed(offerAnswer);
    }

    /** A connection of an agent. */
    public static RTCPeerConnection create(Agent agent, RTCConfiguration configuration) {
        return agent.call(() -> new RTCPeerConnection(agent, configuration));
    }

    // ---- states and events ------------------------------------------------------------------------------------------

    /** How far offer and answer are. */
    public RTCSignalingState signalingState() {
        return offerAnswer.state();
    }

    /** The state of all transports. */
    public RTCPeerConnectionState connectionState() {
        return connectionState;
    }

    /** The state of all ICE transports. */
    public RTCIceConnectionState iceConnectionState() {
        return iceConnectionState;
    }

    /** The state of all gatherers. */
    public RTCIceGatheringState iceGatheringState() {
        return iceGatheringState;
    }

    /** The transport of the data channels; empty before there is one. */
    public Optional<RTCSctpTransport> sctp() {
        return Optional.ofNullable(sctp);
    }

    /** Called when the peer's media is to come. */
    public Registration onTrack(Consumer<RTCTrackEvent> listener) {
        return tracks.add(listener);
    }

    /** Called when the peer has opened a data channel. */
    public Registration onDataChannel(Consumer<RTCDataChannel> listener) {
        return dataChannels.add(listener);
    }

    /** Called for each candidate of ours, and empty when there are no more. */
    public Registration onIceCandidate(Consumer<Optional<RTCIceCandidateInit>> listener) {
        return iceCandidates.add(listener);
    }

    /** Called when an offer should be made. */
    public Registration onNegotiationNeeded(Consumer<RTCPeerConnection> listener) {
        return negotiationNeeded.add(listener);
    }

    /** Called when {@link #signalingState()} has changed. */
    public Registration onSignalingStateChange(Consumer<RTCSignalingState> listener) {
        return signalingStates.add(listener);
    }

    /** Called when {@link #connectionState()} has changed. */
    public Registration onConnectionStateChange(Consumer<RTCPeerConnectionState> listener) {
        return connectionStates.add(listener);
    }

    /** Called when {@link #iceConnectionState()} has changed. */
    public Registration onIceConnectionStateChange(Consumer<RTCIceConnectionState> listener) {
        return iceConnectionStates.add(listener);
    }

    /** Called when {@link #iceGatheringState()} has changed. */
    public Registration onIceGatheringStateChange(Consumer<RTCIceGatheringState> listener) {
        return gatheringStates.add(listener);
    }

    // ---- media and data ---------------------------------------------------------------------------------------------

    /** All transceivers. */
    public List<RTCRtpTransceiver> getTransceivers() {
        return agent.call(() -> List.copyOf(transceivers));
    }

    /** All senders. */
    public List<RTCRtpSender> getSenders() {
        return getTransceivers().stream().map(RTCRtpTransceiver::sender).toList();
    }

    /** All receivers. */
    public List<RTCRtpReceiver> getReceivers() {
        return getTransceivers().stream().map(RTCRtpTransceiver::receiver).toList();
    }

    /** Sends a track, on a transceiver that is free for it or a new one. */
    public RTCRtpSender addTrack(MediaStreamTrack track, String... streamIds) {
        return agent.call(() -> {
            requireOpen();
            if (transceivers.stream()
                    .anyMatch(t -> !t.isStopped()
                            && t.sender().track().filter(track::equals).isPresent())) {
                throw new RTCException(RTCException.Name.INVALID_ACCESS, "this track is sent already");
            }
            for (RTCRtpTransceiver t : transceivers) {
                if (t.kind() == track.kind()
                        && !t.isStopped()
                        && t.sender().track().isEmpty()
                        && !t.sender().hasSent()) {
                    t.sender().replaceTrack(track);
                    t.setDirection(
                            RTCRtpTransceiverDirection.of(true, t.direction().receives()));
                    t.streamIds(List.of(streamIds));
                    negotiationMayBeNeeded();
                    return t.sender();
                }
            }
            RTCRtpTransceiverInit init =
                    new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.SENDRECV, List.of(streamIds), List.of());
            return add(track.kind(), agent.rtpSender(track), init, true).sender();
        });
    }

    /** Stops sending what {@link #addTrack} began to. */
    public void removeTrack(RTCRtpSender sender) {
        agent.run(() -> {
            requireOpen();
            for (RTCRtpTransceiver t : transceivers) {
                if (t.sender() == sender && !t.isStopped()) {
                    sender.replaceTrack(null);
                    t.setDirection(
                            RTCRtpTransceiverDirection.of(false, t.direction().receives()));
                    negotiationMayBeNeeded();
                }
            }
        });
    }

    /** A transceiver that sends a track. */
    public RTCRtpTransceiver addTransceiver(MediaStreamTrack track, RTCRtpTransceiverInit init) {
        return agent.call(() -> {
            requireOpen();
            return add(track.kind(), agent.rtpSender(track), init, false);
        });
    }

    /** A transceiver that has no track yet. */
    public RTCRtpTransceiver addTransceiver(MediaKind kind, RTCRtpTransceiverInit init) {
        return agent.call(() -> {
            requireOpen();
            return add(kind, agent.rtpSender(kind), init, false);
        });
    }

    private RTCRtpTransceiver add(MediaKind kind, RTCRtpSender sender, RTCRtpTransceiverInit init, boolean byAddTrack) {
        RTCRtpTransceiver t = new RTCRtpTransceiver(
                this, kind, sender, agent.rtpReceiver(kind), init, withSsrcs(kind, init.sendEncodings()), byAddTrack);
        transceivers.add(t);
        negotiationMayBeNeeded();
        return t;
    }

    /** Streams are told apart by SSRCs, which the description has to name before they are sent. */
    private static List<RTCRtpEncodingParameters> withSsrcs(MediaKind kind, List<RTCRtpEncodingParameters> wanted) {
        List<RTCRtpEncodingParameters> given = wanted.isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : wanted;
        return given.stream()
                .map(e -> e.ssrc().isPresent() ? e : e.withSsrc(randomSsrc()))
                .map(e -> kind == MediaKind.AUDIO || e.rtxSsrc().isPresent() ? e : e.withRtxSsrc(randomSsrc()))
                .toList();
    }

    private static long randomSsrc() {
        return ThreadLocalRandom.current().nextLong(1, 0xffff_ffffL);
    }

    /** Opens an ordered, reliable data channel. */
    public RTCDataChannel createDataChannel(String label) {
        return createDataChannel(RTCDataChannelParameters.of(label));
    }

    /** Opens a data channel. */
    public RTCDataChannel createDataChannel(RTCDataChannelParameters parameters) {
        return agent.call(() -> {
            requireOpen();
            RTCDataChannel channel = agent.dataChannel(sctpTransport(), parameters);
            negotiationMayBeNeeded();
            return channel;
        });
    }

    private RTCSctpTransport sctpTransport() {
        RTCSctpTransport transport = sctp;
        if (transport == null) {
            String mid = offerAnswer.slots().stream()
                    .filter(Slot::isData)
                    .map(Slot::mid)
                    .findFirst()
                    .orElse("");
            transport = agent.sctpTransport(transports.of(mid).dtls());
            transport.onDataChannel(dataChannels::fire);
            sctp = transport;
        }
        return transport;
    }

    // ---- offer and answer -------------------------------------------------------------------------------------------

    /** Makes an offer of what there is. */
    public CompletableFuture<RTCSessionDescription> createOffer() {
        return createOffer(RTCOfferOptions.DEFAULT);
    }

    /** Makes an offer of what there is. */
    public CompletableFuture<RTCSessionDescription> createOffer(RTCOfferOptions options) {
        return operation(() -> {
            if (options.iceRestart()) {
                offerAnswer.wantRestart();
            }
            return offerAnswer.planOffer();
        });
    }

    /** Makes an answer to the peer's offer. */
    public CompletableFuture<RTCSessionDescription> createAnswer() {
        return operation(offerAnswer::makeAnswer);
    }

    /** Sets the description that fits the state: an offer in stable, an answer to the peer's offer. */
    public CompletableFuture<RTCSessionDescription> setLocalDescription() {
        return operation(() -> applyLocal(offerAnswer.fitting()));
    }

    /** Sets our description; gathering begins. */
    public CompletableFuture<RTCSessionDescription> setLocalDescription(RTCSessionDescription description) {
        return operation(() -> applyLocal(description));
    }

    private RTCSessionDescription applyLocal(RTCSessionDescription description) {
        offerAnswer.applyLocal(description);
        // after the caller has its description, so that candidates never come before what they belong to
        agent.loop().execute(offerAnswer::gather);
        return description;
    }

    /**
     * Sets the peer's description.
     *
     * @return fails with {@link SdpException} where it cannot be read, naming the line, or {@link RTCException} where it does not fit
     *     the state
     */
    public CompletableFuture<RTCSessionDescription> setRemoteDescription(RTCSessionDescription description) {
        return operation(() -> {
            offerAnswer.applyRemote(description);
            return description;
        });
    }

    // ---- candidates -------------------------------------------------------------------------------------------------

    /** Adds a candidate of the peer's; an empty one says that there are no more. One that cannot be used is left out. */
    public CompletableFuture<RTCIceCandidateInit> addIceCandidate(RTCIceCandidateInit init) {
        return operation(() -> {
            offerAnswer.candidates().add(init);
            return init;
        });
    }

    private final class ChainListener implements TransportChain.Listener {
        @Override
        public void stateChanged() {
            updateStates();
        }

        @Override
        public void localCandidate(TransportChain chain, RTCIceGatherCandidate candidate) {
            updateStates();
            String ufrag = chain.gatherer().getLocalParameters().usernameFragment();
            int index = offerAnswer.firstOf(chain);
            if (index < 0) {
                return;
            }
            String mid = offerAnswer.slots().get(index).mid();
            switch (candidate) {
                case RTCIceCandidate c ->
                    iceCandidates.fire(Optional.of(new RTCIceCandidateInit(
                            Candidates.toSdp(c, ufrag).attribute().text(), mid, OptionalInt.of(index), ufrag)));
                case RTCIceCandidateComplete c -> {
                    iceCandidates.fire(Optional.of(new RTCIceCandidateInit("", mid, OptionalInt.of(index), ufrag)));
                    if (iceGatheringState == RTCIceGatheringState.COMPLETE) {
                        iceCandidates.fire(Optional.empty());
                    }
                }
            }
        }
    }

    /** Asks for an offer that restarts ICE. */
    public void restartIce() {
        agent.run(() -> {
            requireOpen();
            offerAnswer.wantRestart();
            negotiationMayBeNeeded();
        });
    }

    // ---- descriptions -----------------------------------------------------------------------------------------------

    /** Our description with the candidates gathered so far; empty before there is one. */
    public Optional<RTCSessionDescription> localDescription() {
        return agent.call(() -> {
            SessionDescription local = offerAnswer.local();
            if (local == null) {
                return Optional.empty();
            }
            List<MediaDescription> full = new ArrayList<>(local.media());
            for (TransportChain chain : transports.all()) {
                int index = offerAnswer.firstOf(chain);
                if (index >= 0 && index < full.size()) {
                    boolean complete = chain.gatherer().state() == RTCIceGathererState.COMPLETE;
                    full.set(index, DescriptionMaker.withCandidates(full.get(index), chain, complete));
                }
            }
            return Optional.of(new RTCSessionDescription(
                    offerAnswer.localType(), local.withMedia(full).write()));
        });
    }

    /** The peer's description; empty before there is one. */
    public Optional<RTCSessionDescription> remoteDescription() {
        return agent.call(() -> Optional.ofNullable(offerAnswer.remote())
                .map(d -> new RTCSessionDescription(offerAnswer.remoteType(), d.write())));
    }

    /** Completes with our description when all candidates are in it, or {@code atMostMillis} have gone by. */
    public CompletableFuture<RTCSessionDescription> gathered(long atMostMillis) {
        CompletableFuture<RTCSessionDescription> result = new CompletableFuture<>();
        agent.run(() -> {
            gatheringStates.add(s -> completeWhereGathered(result, false));
            completeWhereGathered(result, false);
            agent.loop()
                    .schedule(
                            agent.loop().nowNanos() + atMostMillis * 1_000_000L,
                            () -> completeWhereGathered(result, true));
        });
        return result;
    }

    private void completeWhereGathered(CompletableFuture<RTCSessionDescription> result, boolean late) {
        if (!result.isDone() && !agent.isClosed() && (late || iceGatheringState == RTCIceGatheringState.COMPLETE)) {
            localDescription().ifPresent(result::complete);
        }
    }

    // ---- statistics and life ----------------------------------------------------------------------------------------

    /** Statistics of all its objects. */
    public CompletableFuture<RTCStatsReport> getStats() {
        return operation(() -> {
            List<RTCStatsReport> reports = new ArrayList<>();
            transports.all().forEach(c -> reports.add(c.dtls().getStats()));
            for (RTCRtpTransceiver t : transceivers) {
                reports.add(t.sender().getStats());
                reports.add(t.receiver().getStats());
            }
            RTCSctpTransport transport = sctp;
            if (transport != null) {
                reports.add(transport.getStats());
            }
            return RTCStatsReport.merged(reports);
        });
    }

    /** Ends it, without further events. Closing twice does nothing. */
    @Override
    public void close() {
        if (isClosed() || agent.isClosed()) {
            return;
        }
        agent.run(() -> {
            if (isClosed()) {
                return;
            }
            offerAnswer.close();
            connectionState = RTCPeerConnectionState.CLOSED;
            iceConnectionState = RTCIceConnectionState.CLOSED;
            transceivers.forEach(RTCRtpTransceiver::stopNow);
            transports.close();
        });
    }

    // ---- inside -----------------------------------------------------------------------------------------------------

    void onLoop(Runnable body) {
        agent.run(body);
    }

    void requireOpen() {
        if (isClosed()) {
            throw invalidState("the connection is closed");
        }
    }

    static RTCException invalidState(String message) {
        return new RTCException(RTCException.Name.INVALID_STATE, message);
    }

    /** Runs an operation on the loop, after those before it; fails its future with what it throws. */
    private <T> CompletableFuture<T> operation(Supplier<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        agent.loop().execute(() -> {
            try {
                requireOpen();
                result.complete(body.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private boolean isClosed() {
        return offerAnswer.state() == RTCSignalingState.CLOSED;
    }

    private final class DescriptionOwner implements OfferAnswer.Owner {
        @Override
        public List<RTCRtpTransceiver> transceivers() {
            return transceivers;
        }

        @Override
        public RTCRtpTransceiver addReceiving(MediaKind kind) {
            RTCRtpTransceiverInit init = new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.RECVONLY);
            return add(kind, agent.rtpSender(kind), init, false);
        }

        @Override
        public boolean hasDataChannels() {
            return sctp != null;
        }

        @Override
        public RTCSctpTransport sctpTransport() {
            return RTCPeerConnection.this.sctpTransport();
        }

        @Override
        public void signalingStateChanged(RTCSignalingState state) {
            signalingStates.fire(state);
        }

        @Override
        public void announce(RTCTrackEvent event) {
            tracks.fire(event);
        }

        @Override
        public void agreed() {
            needed = false;
            negotiationMayBeNeeded();
        }
    }

    private void updateStates() {
        if (isClosed()) {
            return;
        }
        RTCIceGatheringState gathering = transports.gatheringState();
        if (gathering != iceGatheringState) {
            iceGatheringState = gathering;
            gatheringStates.fire(gathering);
        }
        RTCIceConnectionState ice = transports.iceState();
        if (ice != iceConnectionState) {
            iceConnectionState = ice;
            iceConnectionStates.fire(ice);
        }
        RTCPeerConnectionState connection = transports.connectionState();
        if (connection != connectionState) {
            connectionState = connection;
            connectionStates.fire(connection);
        }
    }

    /** Looks, once what is running has run, whether an offer is needed. */
    void negotiationMayBeNeeded() {
        if (!checkQueued) {
            checkQueued = true;
            agent.loop().execute(() -> {
                checkQueued = false;
                if (offerAnswer.state() == RTCSignalingState.STABLE
                        && !needed
                        && need.isThere(transceivers, sctp != null)) {
                    needed = true;
                    negotiationNeeded.fire(this);
                }
            });
        }
    }
}
