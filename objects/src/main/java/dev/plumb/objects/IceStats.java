package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.ice.agent.PairStats;
import dev.plumb.objects.stats.RTCStats;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Statistics of an ICE transport's pairs and candidates.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/#icecandidatepair-dict* Identifiers for WebRTC's Statistics API 8.18 and 8.19
 */
final class IceStats {
    private final RTCIceTransport ice;
    private final Loop loop;
    private final double timestampMillis;
    private final Map<String, RTCStats> all = new LinkedHashMap<>();

    IceStats(RTCIceTransport ice) {
        this.ice = ice;
        this.loop = ice.agent().loop();
        this.timestampMillis = loop.wallNanos() / 1e6;
    }

    Collection<RTCStats> all() {
        return all.values();
    }

    /** Collects pairs and candidates; returns the selected pair's id, empty where there is none. */
    String pairs() {
        String selected = "";
        String fragment = ice.iceGatherer().getLocalParameters().usernameFragment();
        ice.iceGatherer().getLocalCandidates().forEach(c -> put("local-candidate", c, fragment));
        String theirs = ice.remoteFragment();
        for (PairStats pair : ice.engine().pairStats()) {
            String local = put("local-candidate", RTCIceCandidate.of(pair.local()), fragment);
            String remote = put("remote-candidate", RTCIceCandidate.of(pair.remote()), theirs);
            String id = ice.statsId() + "P" + local + remote;
            all.put(id, new RTCStats(id, "candidate-pair", timestampMillis, pair(pair, local, remote)));
            selected = pair.selected() ? id : selected;
        }
        return selected;
    }

    private String put(String type, RTCIceCandidate candidate, String fragment) {
        RTCStats made = candidate(ice.statsId(), type, candidate, fragment, timestampMillis);
        all.putIfAbsent(made.id(), made);
        return made.id();
    }

    private Map<String, Object> pair(PairStats p, String local, String remote) {
        Map<String, Object> m = new HashMap<>();
        m.put("transportId", ice.statsId());
        m.put("localCandidateId", local);
        m.put("remoteCandidateId", remote);
        m.put("state", p.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        m.put("nominated", p.nominated());
        m.put("requestsSent", p.requestsSent());
        m.put("responsesReceived", p.responsesReceived());
        m.put("requestsReceived", p.requestsReceived());
        m.put("responsesSent", p.responsesSent());
        m.put("consentRequestsSent", p.consentRequestsSent());
        m.put("packetsSent", p.packetsSent());
        m.put("bytesSent", p.bytesSent());
        m.put("packetsReceived", p.packetsReceived());
        m.put("bytesReceived", p.bytesReceived());
        m.put("totalRoundTripTime", p.totalRttNanos() / 1e9);
        if (p.currentRttNanos() > 0) {
            m.put("currentRoundTripTime", p.currentRttNanos() / 1e9);
        }
        if (p.lastSentNanos() > 0) {
            m.put("lastPacketSentTimestamp", wallMillis(p.lastSentNanos()));
        }
        if (p.lastReceivedNanos() > 0) {
            m.put("lastPacketReceivedTimestamp", wallMillis(p.lastReceivedNanos()));
        }
        return m;
    }

    private double wallMillis(long atNanos) {
        return (loop.wallNanos() - (loop.nowNanos() - atNanos)) / 1e6;
    }

    /**
     * Returns the statistics of one candidate.
     *
     * @param transportId empty where it has no transport yet
     */
    static RTCStats candidate(
            String transportId, String type, RTCIceCandidate c, String fragment, double timestampMillis) {
        Map<String, Object> m = new HashMap<>();
        if (!transportId.isEmpty()) {
            m.put("transportId", transportId);
        }
        m.put("address", c.ip());
        m.put("port", c.port());
        m.put("protocol", c.protocol().spec());
        m.put("candidateType", c.type().spec());
        m.put("priority", c.priority());
        m.put("foundation", c.foundation());
        if (!fragment.isEmpty()) {
            m.put("usernameFragment", fragment);
        }
        c.tcpType().ifPresent(t -> m.put("tcpType", t.spec()));
        c.relatedAddress().ifPresent(a -> {
            m.put("relatedAddress", a);
            m.put("relatedPort", c.relatedPort());
        });
        String id = transportId + (type.startsWith("local") ? "L" : "R") + c.ip() + ":" + c.port();
        return new RTCStats(id, type, timestampMillis, m);
    }
}
