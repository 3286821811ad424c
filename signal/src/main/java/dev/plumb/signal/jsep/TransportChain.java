package dev.plumb.signal.jsep;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCDtlsTransportState;
import dev.plumb.objects.RTCIceCandidateError;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCIceTransport;
import dev.plumb.objects.RTCIceTransportState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gatherer, ICE transport and DTLS transport of one bundle, or of one media section outside of it. */
final class TransportChain {
    private static final int WAITING_AT_MOST = 200;
    private static final int REPLACED_AT_MOST = 2;

    private final Agent agent;
    private final Supplier<RTCIceGatherOptions> options;
    private final List<RTCCertificate> certificates;
    private final Listener listener;
    /**
     * The DTLS transports of peers that another peer has replaced. They are stopped once senders and receivers have
     * moved.
     */
    private final List<RTCDtlsTransport> retired = new ArrayList<>();

    private RTCIceTransport ice;
    private RTCDtlsTransport dtls;
    /**
     * The gatherers of before a restart, oldest first. They serve until a new pair is nominated, and are listened to
     * for {@link RTCIceTransport#FORMER_NANOS} more.
     */
    private final List<RTCIceGatherer> replaced = new ArrayList<>();

    private Loop.@Nullable Timer closing;
    private final List<Waiting> waiting = new ArrayList<>();
    private RTCIceGatherer gatherer;
    /** The gatherer of a restart that was offered and is not set yet. */
    private @Nullable RTCIceGatherer prepared;

    private @Nullable RTCIceParameters startedWith;
    private @Nullable RTCIceRole role;
    /** True if there is a pair that carries data, beside which a restart runs. */
    private boolean connected;

    private boolean closed;

    /**
     * Makes a chain whose gatherer has not started yet.
     *
     * @param credentials the ICE credentials of the sections that it may be bundled with; empty for new ones
     */
    TransportChain(
            Agent agent,
            Supplier<RTCIceGatherOptions> options,
            Optional<RTCIceParameters> credentials,
            List<RTCCertificate> certificates,
            Listener listener) {
        this.agent = agent;
        this.options = options;
        this.certificates = List.copyOf(certificates);
        this.listener = listener;
        this.gatherer = newGatherer(credentials);
        this.ice = newIce();
        this.dtls = newDtls();
    }

    private RTCIceTransport newIce() {
        RTCIceTransport made = agent.iceTransport(gatherer);
        made.onStateChange(s -> {
            if (made == ice) {
                connected = switch (s) {
                    case CONNECTED, COMPLETED -> true;
                    case NEW, CHECKING -> connected;
                    case DISCONNECTED, FAILED, CLOSED -> false;
                };
                closeReplacedWhereDone();
                listener.stateChanged();
            }
        });
        made.onCandidatePairChange(p -> closeReplacedWhereDone());
        return made;
    }

    private RTCDtlsTransport newDtls() {
        RTCDtlsTransport made =
                certificates.isEmpty() ? agent.dtlsTransport(ice) : agent.dtlsTransport(ice, certificates);
        made.onStateChange(s -> listener.stateChanged());
        return made;
    }

    /** A candidate of a generation that is not started yet. */
    private record Waiting(RTCIceParameters generation, RTCIceGatherCandidate candidate) {}

    /** A listener of the chain. */
    interface Listener {
        void stateChanged();

        void localCandidate(TransportChain chain, RTCIceGatherCandidate candidate);

        void candidateError(RTCIceCandidateError error);
    }

    private RTCIceGatherer newGatherer(Optional<RTCIceParameters> credentials) {
        RTCIceGatherOptions wanted = options.get();
        RTCIceGatherer made =
                agent.iceGatherer(credentials.map(wanted::withLocalParameters).orElse(wanted));
        made.onLocalCandidate(c -> {
            if (made == gatherer && !closed) {
                listener.localCandidate(this, c);
            }
        });
        made.onStateChange(s -> listener.stateChanged());
        made.onError(listener::candidateError);
        return made;
    }

    RTCIceGatherer gatherer() {
        return gatherer;
    }

    RTCIceTransport ice() {
        return ice;
    }

    RTCDtlsTransport dtls() {
        return dtls;
    }

    /**
     * Returns the state as scripts see it. A restart of a connected transport does not disconnect it.
     *
     * @spec https://www.w3.org/TR/webrtc/#dom-rtcicetransportstate WebRTC 5.6.6, RTCIceTransportState Enum
     */
    RTCIceTransportState iceState() {
        RTCIceTransportState state = ice.state();
        boolean restarting = state == RTCIceTransportState.NEW || state == RTCIceTransportState.CHECKING;
        return connected && restarting ? RTCIceTransportState.CONNECTED : state;
    }

    /** Returns whether the peer has not ended it. */
    boolean isAlive() {
        return dtls.state() != RTCDtlsTransportState.CLOSED && dtls.state() != RTCDtlsTransportState.FAILED;
    }

    boolean isStarted() {
        return startedWith != null;
    }

    boolean startedWith(RTCIceParameters remote) {
        return remote.equals(startedWith);
    }

    void gather() {
        if (gatherer.state() == RTCIceGathererState.NEW) {
            gatherer.gather();
        }
    }

    // ---- generations of credentials ---------------------------------------------------------------------------------

    RTCIceParameters described() {
        return gatherer.getLocalParameters();
    }

    /**
     * Returns the ICE credentials of a restart, which take effect with {@link #commit}. Until then every call returns
     * the same ones.
     *
     * @param shared the credentials of other sections of the description that restart; empty for random ones
     */
    RTCIceParameters restarted(Optional<RTCIceParameters> shared) {
        RTCIceGatherer next = prepared;
        if (next == null) {
            next = newGatherer(shared);
            prepared = next;
        }
        return next.getLocalParameters();
    }

    /**
     * Switches to new credentials after our description with them was set. The old ones serve until a new pair is
     * nominated.
     */
    void commit(String usernameFragment) {
        RTCIceGatherer next = prepared;
        if (next == null || !next.getLocalParameters().usernameFragment().equals(usernameFragment)) {
            return;
        }
        prepared = null;
        keepReplaced();
        if (ice.iceGatherer() == gatherer) {
            replaced.add(gatherer);
            forgetTheOldest();
        } else {
            gatherer.close();
        }
        gatherer = next;
    }

    /** Restores the credentials from before after our description was rolled back. */
    void goBackTo(RTCIceGatherer before) {
        forgetPrepared();
        if (gatherer != before) {
            gatherer.close();
            gatherer = before;
            replaced.remove(before);
        }
    }

    private void forgetPrepared() {
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
    }

    // ---- start ------------------------------------------------------------------------------------------------------

    /**
     * Begins, or continues with other credentials of the peer's.
     *
     * @param firstRole ours, where it is not decided yet
     */
    void start(RTCIceParameters remote, RTCIceRole firstRole, RTCDtlsParameters remoteDtls) {
        if (isAnotherPeer(remote, remoteDtls)) {
            retire();
        }
        RTCIceRole ours = role;
        if (ours == null) {
            ours = firstRole;
            role = ours;
        }
        ice.start(gatherer, remote, ours);
        startedWith = remote;
        if (dtls.getRemoteParameters().isEmpty()) {
            dtls.start(remoteDtls);
        }
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.stream().filter(w -> w.generation().equals(remote)).forEach(w -> ice.addRemoteCandidate(w.candidate()));
    }

    /**
     * Returns whether a description is from another peer than the present one, as after a call transfer. Another peer
     * has another certificate, or brings new credentials after the present one has ended.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8842#section-3 RFC 8842 3, Establishing a New DTLS Association
     */
    boolean isAnotherPeer(RTCIceParameters remote, RTCDtlsParameters remoteDtls) {
        return dtls.getRemoteParameters()
                .filter(before -> !before.isSamePeer(remoteDtls) || (!isAlive() && !startedWith(remote)))
                .isPresent();
    }

    /**
     * Replaces the ICE and DTLS transports, since nothing that was agreed on with the previous peer holds for the new
     * one.
     */
    private void retire() {
        retired.add(dtls);
        keepReplaced();
        replaced.forEach(RTCIceGatherer::close);
        replaced.clear();
        role = null;
        connected = false;
        ice = newIce();
        dtls = newDtls();
    }

    /** Stops the transports of replaced peers. Called once senders and receivers have moved to the new ones. */
    void endRetired() {
        List<RTCDtlsTransport> ended = List.copyOf(retired);
        retired.clear();
        for (RTCDtlsTransport old : ended) {
            old.stop();
            old.transport().stop();
        }
    }

    /** Adds a candidate of the peer's. One of a generation that is not started yet waits for it. */
    void addRemoteCandidate(RTCIceGatherCandidate candidate, RTCIceParameters ofGeneration) {
        if (ofGeneration.equals(startedWith)) {
            ice.addRemoteCandidate(candidate);
        } else {
            if (waiting.size() == WAITING_AT_MOST) {
                waiting.removeFirst();
            }
            waiting.add(new Waiting(ofGeneration, candidate));
        }
    }

    /** Returns whether the pair in use is one of an old gatherer's. */
    private boolean serves(RTCIceGatherer old) {
        return ice.getSelectedCandidatePair()
                .filter(p -> old.getLocalCandidates().contains(p.local()))
                .isPresent();
    }

    private boolean hasMoved() {
        return ice.getSelectedCandidatePair().isPresent()
                && replaced.stream().noneMatch(this::serves)
                && ice.iceGatherer() == gatherer;
    }

    private void closeReplacedWhereDone() {
        if (!replaced.isEmpty() && closing == null && hasMoved()) {
            Loop loop = agent.loop();
            closing = loop.schedule(loop.nowNanos() + RTCIceTransport.FORMER_NANOS, this::closeReplaced);
        }
    }

    /** Keeps the replaced gatherers open, since their time counts from the last restart. */
    private void keepReplaced() {
        if (closing != null) {
            closing.cancel();
            closing = null;
        }
    }

    private void closeReplaced() {
        closing = null;
        if (hasMoved()) {
            replaced.forEach(RTCIceGatherer::close);
            replaced.clear();
        }
    }

    /**
     * Closes the oldest replaced gatherers, so that a peer that restarts again and again does not make us keep every
     * gatherer.
     */
    private void forgetTheOldest() {
        for (RTCIceGatherer old : List.copyOf(replaced)) {
            if (replaced.size() > REPLACED_AT_MOST && !serves(old) && old != ice.iceGatherer()) {
                replaced.remove(old);
                agent.loop().execute(old::close);
            }
        }
    }

    void close() {
        closed = true;
        endRetired();
        dtls.stop();
        ice.stop();
        gatherer.close();
        forgetPrepared();
        replaced.forEach(RTCIceGatherer::close);
        replaced.clear();
        keepReplaced();
    }
}
