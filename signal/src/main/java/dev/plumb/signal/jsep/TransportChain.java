package dev.plumb.signal.jsep;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCIceTransport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gatherer, ICE transport and DTLS transport of one bundle, or of one media section outside of it. */
final class TransportChain {
    private static final int WAITING_AT_MOST = 100;
    private static final int REPLACED_AT_MOST = 2;

    private final Agent agent;
    private final RTCIceGatherOptions options;
    private final RTCIceTransport ice;
    private final RTCDtlsTransport dtls;
    private final Listener listener;
    private RTCIceGatherer gatherer;
    private final List<RTCIceGatherer> replaced = new ArrayList<>();
    private @Nullable RTCIceParameters startedWith;
    private final List<Waiting> waiting = new ArrayList<>();

    TransportChain(Agent agent, RTCIceGatherOptions options, List<RTCCertificate> certificates, Listener listener) {
        this.agent = agent;
        this.options = options;
        this.listener = listener;
        this.gatherer = newGatherer();
        this.ice = agent.iceTransport(gatherer);
        this.dtls = certificates.isEmpty() ? agent.dtlsTransport(ice) : agent.dtlsTransport(ice, certificates);
        ice.onStateChange(s -> {
            closeReplacedWhereDone();
            listener.stateChanged();
        });
        ice.onCandidatePairChange(p -> closeReplacedWhereDone());
        dtls.onStateChange(s -> listener.stateChanged());
    }

    /** A candidate of a generation that is not started yet. */
    private record Waiting(RTCIceParameters generation, RTCIceGatherCandidate candidate) {}

    /** Who hears of it. */
    interface Listener {
        void stateChanged();

        void localCandidate(TransportChain chain, RTCIceGatherCandidate candidate);
    }

    private RTCIceGatherer newGatherer() {
        RTCIceGatherer made = agent.iceGatherer(options);
        made.onLocalCandidate(c -> {
            if (made == gatherer) {
                listener.localCandidate(this, c);
            }
        });
        made.onStateChange(s -> listener.stateChanged());
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

    /** New candidates under a new user name fragment; the old ones serve until a new pair is nominated. */
    void restart() {
        if (ice.iceGatherer() == gatherer) {
            replaced.add(gatherer);
            forgetTheOldest();
        } else {
            gatherer.close();
        }
        gatherer = newGatherer();
    }

    void start(RTCIceParameters remote, RTCIceRole role, RTCDtlsParameters remoteDtls) {
        ice.start(gatherer, remote, role);
        startedWith = remote;
        if (dtls.getRemoteParameters().isEmpty()) {
            dtls.start(remoteDtls);
        }
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.stream().filter(w -> w.generation().equals(remote)).forEach(w -> ice.addRemoteCandidate(w.candidate()));
    }

    /** Candidates of a generation that is not started yet wait for it. */
    void addRemoteCandidate(RTCIceGatherCandidate candidate, RTCIceParameters ofGeneration) {
        if (ofGeneration.equals(startedWith)) {
            ice.addRemoteCandidate(candidate);
        } else if (waiting.size() < WAITING_AT_MOST) {
            waiting.add(new Waiting(ofGeneration, candidate));
        }
    }

    /** Whether the pair in use is one of an old gatherer's. */
    private boolean serves(RTCIceGatherer old) {
        return ice.getSelectedCandidatePair()
                .filter(p -> old.getLocalCandidates().contains(p.local()))
                .isPresent();
    }

    private void closeReplacedWhereDone() {
        boolean moved =
                ice.getSelectedCandidatePair().isPresent() && replaced.stream().noneMatch(this::serves);
        if (moved && ice.iceGatherer() == gatherer) {
            List<RTCIceGatherer> done = List.copyOf(replaced);
            replaced.clear();
            agent.loop().execute(() -> done.forEach(RTCIceGatherer::close));
        }
    }

    /** A peer that restarts again and again does not make us keep every gatherer. */
    private void forgetTheOldest() {
        for (RTCIceGatherer old : List.copyOf(replaced)) {
            if (replaced.size() > REPLACED_AT_MOST && !serves(old)) {
                replaced.remove(old);
                agent.loop().execute(old::close);
            }
        }
    }

    void close() {
        dtls.stop();
        ice.stop();
        gatherer.close();
        replaced.forEach(RTCIceGatherer::close);
    }
}
