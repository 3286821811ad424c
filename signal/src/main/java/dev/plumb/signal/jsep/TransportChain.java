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
    private final Agent agent;
    private final RTCIceGatherOptions options;
    private final RTCIceTransport ice;
    private final RTCDtlsTransport dtls;
    private final Listener listener;
    private RTCIceGatherer gatherer;
    private @Nullable RTCIceGatherer replaced;
    private @Nullable RTCIceParameters startedWith;
    private final List<RTCIceGatherCandidate> waiting = new ArrayList<>();

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
            replaced = gatherer;
        } else {
            gatherer.close();
        }
        gatherer = newGatherer();
    }

    void start(RTCIceParameters remote, RTCIceRole role, RTCDtlsParameters remoteDtls) {
        ice.start(gatherer, remote, role);
        startedWith = remote;
        List.copyOf(waiting).forEach(ice::addRemoteCandidate);
        waiting.clear();
        if (dtls.getRemoteParameters().isEmpty()) {
            dtls.start(remoteDtls);
        }
    }

    /** Candidates of a generation that is not started yet wait for it. */
    void addRemoteCandidate(RTCIceGatherCandidate candidate, RTCIceParameters ofGeneration) {
        if (ofGeneration.equals(startedWith)) {
            ice.addRemoteCandidate(candidate);
        } else {
            waiting.add(candidate);
        }
    }

    private void closeReplacedWhereDone() {
        RTCIceGatherer old = replaced;
        boolean moved = old != null
                && ice.iceGatherer() != old
                && ice.getSelectedCandidatePair()
                        .filter(p -> !old.getLocalCandidates().contains(p.local()))
                        .isPresent();
        if (old != null && moved) {
            replaced = null;
            agent.loop().execute(old::close);
        }
    }

    void close() {
        dtls.stop();
        ice.stop();
        gatherer.close();
        if (replaced != null) {
            replaced.close();
        }
    }
}
