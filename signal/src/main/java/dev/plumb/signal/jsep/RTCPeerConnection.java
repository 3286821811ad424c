package dev.plumb.signal.jsep;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.LoopFuture;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidateError;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.objects.Registration;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is negotiated by offer and answer, as in browsers. It is a layer on the public objects that anyone
 * may replace.
 *
 * <p>Safe on any thread. Futures complete, and listeners are called, on the agent's loop, where nothing may block. A
 * future whose connection is closed before its operation begins fails with InvalidStateError (a browser's promise would
 * never settle).
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface WebRTC 4.4, RTCPeerConnection Interface
 * @spec https://www.rfc-editor.org/rfc/rfc9429 RFC 9429, JavaScript Session Establishment Protocol
 */
public final class RTCPeerConnection implements AutoCloseable {
    private final Agent agent;
    private final PeerEvents events;
    private final PeerCore core;

    private RTCPeerConnection(Agent agent, RTCConfiguration configuration, Supplier<Long> random) {
        this.agent = agent;
        this.events = new PeerEvents(agent.loop());
        this.core = new PeerCore(this, agent, configuration, events, random);
    }

    /** Creates a connection of an agent. */
    public static RTCPeerConnection create(Agent agent, RTCConfiguration configuration) {
        return create(agent, configuration, () -> agent.random().nextLong());
    }

    /**
     * Creates a connection whose session id and SSRCs come from a source, so that its descriptions are the same each
     * time.
     *
     * @param random the source, which returns any number at each call
     */
    static RTCPeerConnection create(Agent agent, RTCConfiguration configuration, Supplier<Long> random) {
        return agent.call(() -> new RTCPeerConnection(agent, configuration, random));
    }

    // ---- states and events ------------------------------------------------------------------------------------------

    /** Returns the state of the offer/answer exchange. */
    public RTCSignalingState signalingState() {
        return core.offerAnswer().state();
    }

    /** Returns the combined state of all transports. */
    public RTCPeerConnectionState connectionState() {
        return events.connectionState();
    }

    /**
     * Returns a sentence that gives the reason of the failure and names ICE or DTLS, or empty where the connection has
     * not failed. Not in the specification.
     */
    public Optional<String> getFailureReason() {
        return events.failureReason();
    }

    /** Returns the combined state of all ICE transports. */
    public RTCIceConnectionState iceConnectionState() {
        return events.iceConnectionState();
    }

    /** Returns the combined state of all gatherers. */
    public RTCIceGatheringState iceGatheringState() {
        return events.iceGatheringState();
    }

    /** Returns the SCTP transport of the data channels, or empty before it is negotiated, and after it is refused. */
    public Optional<RTCSctpTransport> sctp() {
        return core.dataChannels().transport();
    }

    /** Returns whether the peer accepts candidates after its description, or empty before there is a description. */
    public Optional<Boolean> canTrickleIceCandidates() {
        return fromLoop(core::canTrickle);
    }

    /** Registers a listener that is called when a track of the peer's is added, before its media arrives. */
    public Registration onTrack(Consumer<RTCTrackEvent> listener) {
        return events.tracks.add(listener);
    }

    /**
     * Registers a listener that is called when a track of the peer's is removed, or leaves some of its streams. The
     * event names them.
     */
    public Registration onTrackRemoved(Consumer<RTCTrackEvent> listener) {
        return events.removedTracks.add(listener);
    }

    /** Registers a listener that is called when the peer has opened a data channel. */
    public Registration onDataChannel(Consumer<RTCDataChannel> listener) {
        return events.dataChannels.add(listener);
    }

    /** Registers a listener that is called with each local candidate, and with empty when there are no more. */
    public Registration onIceCandidate(Consumer<Optional<RTCIceCandidateInit>> listener) {
        return events.iceCandidates.add(listener);
    }

    /** Registers a listener that is called for each server that did not help to find candidates. */
    public Registration onIceCandidateError(Consumer<RTCIceCandidateError> listener) {
        return events.iceCandidateErrors.add(listener);
    }

    /** Registers a listener that is called when an offer should be made. */
    public Registration onNegotiationNeeded(Consumer<RTCPeerConnection> listener) {
        return events.negotiationNeeded.add(listener);
    }

    /** Registers a listener that is called when {@link #signalingState()} has changed. */
    public Registration onSignalingStateChange(Consumer<RTCSignalingState> listener) {
        return events.signalingStates.add(listener);
    }

    /** Registers a listener that is called when {@link #connectionState()} has changed. */
    public Registration onConnectionStateChange(Consumer<RTCPeerConnectionState> listener) {
        return events.connectionStates.add(listener);
    }

    /** Registers a listener that is called when {@link #iceConnectionState()} has changed. */
    public Registration onIceConnectionStateChange(Consumer<RTCIceConnectionState> listener) {
        return events.iceConnectionStates.add(listener);
    }

    /** Registers a listener that is called when {@link #iceGatheringState()} has changed. */
    public Registration onIceGatheringStateChange(Consumer<RTCIceGatheringState> listener) {
        return events.gatheringStates.add(listener);
    }

    // ---- media and data ---------------------------------------------------------------------------------------------

    /** Returns the transceivers, without those that were stopped and whose section was rejected since. */
    public List<RTCRtpTransceiver> getTransceivers() {
        return fromLoop(() -> List.copyOf(core.transceivers().all()));
    }

    /** Returns the senders of transceivers whose section is not rejected, even if it is to be. */
    public List<RTCRtpSender> getSenders() {
        return fromLoop(() -> core.transceivers().all().stream()
                .filter(t -> !t.isStopped())
                .map(RTCRtpTransceiver::sender)
                .toList());
    }

    /** Returns the receivers of transceivers whose section is not rejected, even if it is to be. */
    public List<RTCRtpReceiver> getReceivers() {
        return fromLoop(() -> core.transceivers().all().stream()
                .filter(t -> !t.isStopped())
                .map(RTCRtpTransceiver::receiver)
                .toList());
    }

    /**
     * Sends a track, on a transceiver that is free for it or a new one.
     *
     * @throws RTCException InvalidStateError where it is closed; InvalidAccessError where the track is sent already
     */
    public RTCRtpSender addTrack(MediaStreamTrack track, String... streamIds) {
        return whileOpen(() -> core.transceivers().addTrack(track, List.of(streamIds)));
    }

    /**
     * Stops sending the track of {@link #addTrack}.
     *
     * @throws RTCException InvalidStateError where it is closed; InvalidAccessError for the sender of another
     *     connection
     */
    public void removeTrack(RTCRtpSender sender) {
        onLoop(() -> {
            requireOpen();
            core.transceivers().removeTrack(sender);
        });
    }

    /**
     * Adds a transceiver that sends a track.
     *
     * @throws RTCException InvalidStateError where it is closed; TypeError where the encodings' rids do not fit
     *     together or the direction is stopped
     */
    public RTCRtpTransceiver addTransceiver(MediaStreamTrack track, RTCRtpTransceiverInit init) {
        return whileOpen(() -> core.transceivers().add(agent.rtpSender(track), init));
    }

    /**
     * Adds a transceiver that has no track yet.
     *
     * @throws RTCException as {@link #addTransceiver(MediaStreamTrack, RTCRtpTransceiverInit)}
     */
    public RTCRtpTransceiver addTransceiver(MediaKind kind, RTCRtpTransceiverInit init) {
        return whileOpen(() -> core.transceivers().add(agent.rtpSender(kind), init));
    }

    /** Opens an ordered, reliable data channel. */
    public RTCDataChannel createDataChannel(String label) {
        return createDataChannel(RTCDataChannelParameters.of(label));
    }

    /**
     * Opens a data channel.
     *
     * @throws RTCException InvalidStateError where it is closed; OperationError where the channel's id cannot be used
     */
    public RTCDataChannel createDataChannel(RTCDataChannelParameters parameters) {
        return whileOpen(() -> {
            RTCDataChannel channel = core.dataChannels().create(parameters);
            negotiationMayBeNeeded();
            return channel;
        });
    }

    // ---- offer and answer -------------------------------------------------------------------------------------------

    /** Creates an offer of the present transceivers and data channels. */
    public CompletableFuture<RTCSessionDescription> createOffer() {
        return createOffer(RTCOfferOptions.DEFAULT);
    }

    /**
     * Creates an offer of the present transceivers and data channels.
     *
     * @return fails with InvalidStateError unless stable or have-local-offer
     */
    public CompletableFuture<RTCSessionDescription> createOffer(RTCOfferOptions options) {
        return operation(core.offerAnswer()::requireOffering, () -> core.createOffer(options));
    }

    /**
     * Makes an answer to the peer's offer.
     *
     * @return fails with InvalidStateError unless have-remote-offer or have-local-pranswer
     */
    public CompletableFuture<RTCSessionDescription> createAnswer() {
        return operation(core.offerAnswer()::requireAnswering, core.offerAnswer()::makeAnswer);
    }

    /** Sets the description that fits the state: an answer to the peer's offer, else an offer. */
    public CompletableFuture<RTCSessionDescription> setLocalDescription() {
        return operation(() -> {}, () -> core.setLocal(core.offerAnswer().fitting(), ""));
    }

    /**
     * Sets our description, and begins to gather. A description with empty text is created.
     *
     * @return fails with InvalidModificationError where it is not the description created last, unchanged, and
     *     InvalidStateError where it does not fit the state
     */
    public CompletableFuture<RTCSessionDescription> setLocalDescription(RTCSessionDescription description) {
        return operation(
                () -> core.offerAnswer().aboutToSet(description.type()),
                () -> core.setLocal(description.type(), description.sdp()));
    }

    /**
     * Sets the peer's description. An offer that arrives while ours waits rolls ours back.
     *
     * @return fails with {@link SdpException} where it cannot be read, naming the line; InvalidAccessError where it
     *     does not fit the descriptions before; InvalidStateError where it does not fit the state. Nothing has changed
     *     then, except that an offer of ours was rolled back.
     */
    public CompletableFuture<RTCSessionDescription> setRemoteDescription(RTCSessionDescription description) {
        return operation(
                () -> core.offerAnswer().requireTakingBack(description.type()), () -> core.setRemote(description));
    }

    /**
     * Adds a candidate of the peer's; an empty one ends its candidates. A candidate of an unknown type is ignored.
     *
     * @return fails with InvalidStateError before the peer's description, TypeError where a candidate names no section,
     *     OperationError where there is no such section or user name fragment, or it cannot be read
     */
    public CompletableFuture<RTCIceCandidateInit> addIceCandidate(RTCIceCandidateInit init) {
        if (!init.candidate().isEmpty()
                && init.sdpMid().isEmpty()
                && init.sdpMLineIndex().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new RTCException(RTCException.Name.TYPE_ERROR, "a candidate needs sdpMid or sdpMLineIndex"));
        }
        return operation(core.offerAnswer()::requireDescribed, () -> {
            core.offerAnswer().addCandidate(init);
            return init;
        });
    }

    /** Asks for an offer that restarts ICE; of a closed connection nothing is asked. */
    public void restartIce() {
        onLoop(() -> {
            if (!core.isClosed()) {
                core.offerAnswer().wantRestart();
                negotiationMayBeNeeded();
            }
        });
    }

    /**
     * Requires that the peer understands an extension. Our descriptions require it from now on, and a description of
     * the peer's that does not name it is refused with NotSupportedError. Extensions that the peer requires must be
     * declared by {@link Agent#understand}.
     *
     * @param name unique in the world, a URI by custom
     */
    public void require(String name) {
        fromLoop(() -> {
            core.understanding().require(name);
            return true;
        });
    }

    // ---- configuration ----------------------------------------------------------------------------------------------

    /** Returns the configuration that the connection was created with, or that was set last. */
    public RTCConfiguration getConfiguration() {
        return fromLoop(core.transports()::configuration);
    }

    /**
     * Changes servers and policy for gathering from now on. Transports that have gathered already need an ICE restart.
     *
     * @throws RTCException InvalidStateError where it is closed; InvalidModificationError where bundle policy, RTCP
     *     policy or certificates differ
     */
    public void setConfiguration(RTCConfiguration configuration) {
        onLoop(() -> {
            requireOpen();
            core.configure(configuration);
        });
    }

    // ---- descriptions -----------------------------------------------------------------------------------------------

    /** Returns our description with the candidates gathered so far: the pending one, else the current one. */
    public Optional<RTCSessionDescription> localDescription() {
        return fromLoop(() -> core.local(core.offerAnswer().now().local()));
    }

    /** Returns our description of the last agreement, or empty before one. */
    public Optional<RTCSessionDescription> currentLocalDescription() {
        return fromLoop(() -> core.local(core.offerAnswer().now().currentLocal()));
    }

    /** Returns our description of the exchange under way, or empty in the stable state. */
    public Optional<RTCSessionDescription> pendingLocalDescription() {
        return fromLoop(() -> core.local(core.offerAnswer().now().pendingLocal()));
    }

    /** Returns the peer's description with the candidates that were added: the pending one, else the current one. */
    public Optional<RTCSessionDescription> remoteDescription() {
        return fromLoop(() -> core.remote(core.offerAnswer().now().remote()));
    }

    /** Returns the peer's description of the last agreement, or empty before one. */
    public Optional<RTCSessionDescription> currentRemoteDescription() {
        return fromLoop(() -> core.remote(core.offerAnswer().now().currentRemote()));
    }

    /** Returns the peer's description of the exchange under way, or empty in the stable state. */
    public Optional<RTCSessionDescription> pendingRemoteDescription() {
        return fromLoop(() -> core.remote(core.offerAnswer().now().pendingRemote()));
    }

    /**
     * Returns the local description with its candidates, once all of them are gathered, {@code atMostMillis} have
     * passed or the connection is closed.
     *
     * @return a future that fails with InvalidStateError where there is no local description by then
     */
    public CompletableFuture<RTCSessionDescription> gathered(long atMostMillis) {
        CompletableFuture<RTCSessionDescription> result = new LoopFuture<>(agent.loop());
        onLoop(() -> {
            Registration gathering = events.gatheringStates.add(s -> completeWhereGathered(result, false));
            Registration closing = events.closes.add(c -> completeWhereGathered(result, true));
            Loop.Timer timer = agent.loop()
                    .schedule(
                            agent.loop().nowNanos() + Math.max(0, atMostMillis) * 1_000_000L,
                            () -> completeWhereGathered(result, true));
            CompletableFuture<RTCSessionDescription> _ = result.whenComplete((description, failure) -> {
                gathering.close();
                closing.close();
                timer.cancel();
            });
            completeWhereGathered(result, core.isClosed());
        });
        return result;
    }

    private void completeWhereGathered(CompletableFuture<RTCSessionDescription> result, boolean late) {
        if (result.isDone() || !(late || iceGatheringState() == RTCIceGatheringState.COMPLETE)) {
            return;
        }
        Optional<RTCSessionDescription> described =
                core.local(core.offerAnswer().now().local());
        if (described.isPresent()) {
            result.complete(described.get());
        } else if (late) {
            result.completeExceptionally(invalidState("there is no description of ours; set one before"));
        }
    }

    // ---- statistics and life ----------------------------------------------------------------------------------------

    /** Returns the statistics of the connection and all its objects. */
    public CompletableFuture<RTCStatsReport> getStats() {
        return core.statistics(core::stats);
    }

    /**
     * Returns the statistics of the sender or receiver of a track, and of its transport.
     *
     * @return fails with InvalidAccessError where no sender or receiver has the track, or several have
     */
    public CompletableFuture<RTCStatsReport> getStats(MediaStreamTrack track) {
        return agent.call(() -> {
            try {
                core.requireOneHalf(track);
            } catch (RTCException e) {
                return CompletableFuture.failedFuture(e);
            }
            return core.statistics(() -> core.stats(track));
        });
    }

    /** Returns the statistics of a sender, and of its transport. */
    public CompletableFuture<RTCStatsReport> getStats(RTCRtpSender sender) {
        return core.statistics(() -> PeerStats.of(sender));
    }

    /** Returns the statistics of a receiver, and of its transport. */
    public CompletableFuture<RTCStatsReport> getStats(RTCRtpReceiver receiver) {
        return core.statistics(() -> PeerStats.of(receiver));
    }

    /** Ends it, without further events. Closing twice does nothing. */
    @Override
    public void close() {
        if (!core.isClosed() && !agent.isClosed()) {
            agent.run(core::close);
        }
    }

    /** Replaces the track of a transceiver's sender, in order among the operations. */
    CompletableFuture<RTCRtpSender> replaceTrack(RTCRtpTransceiver transceiver, @Nullable MediaStreamTrack track) {
        return operation(
                () -> {
                    if (transceiver.isStopping()) {
                        throw invalidState("the transceiver is stopped; add another");
                    }
                },
                () -> {
                    transceiver.sender().replaceTrack(track);
                    return transceiver.sender();
                });
    }

    // ---- inside -----------------------------------------------------------------------------------------------------

    void onLoop(Runnable body) {
        agent.run(body);
    }

    /** Adds an operation to the chain, on the loop. It begins at once if the caller is on the loop. */
    private <T> CompletableFuture<T> operation(Runnable beginning, Supplier<T> effect) {
        if (agent.loop().onLoop()) {
            return core.chain().add(beginning, effect);
        }
        CompletableFuture<T> result = new LoopFuture<>(agent.loop());
        try {
            agent.loop().execute(() -> {
                CompletableFuture<T> _ = core.chain().add(beginning, effect).whenComplete((value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(invalidState("the agent is closed"));
        }
        return result;
    }

    <T> T fromLoop(Supplier<T> body) {
        return agent.call(body);
    }

    private <T> T whileOpen(Supplier<T> body) {
        return agent.call(() -> {
            requireOpen();
            return body.get();
        });
    }

    void requireOpen() {
        if (core.isClosed()) {
            throw invalidState("the connection is closed");
        }
    }

    static RTCException invalidState(String message) {
        return new RTCException(RTCException.Name.INVALID_STATE, message);
    }

    Optional<RTCDtlsTransport> transportOf(RTCRtpTransceiver transceiver) {
        return core.transportOf(transceiver);
    }

    /** Notes that a transceiver has ended its sender and receiver. */
    void stopping(RTCRtpTransceiver transceiver) {
        core.transceivers().stopping(transceiver);
    }

    /** Checks whether an offer is needed, once the running task is done. */
    void negotiationMayBeNeeded() {
        core.negotiationMayBeNeeded();
    }
}
