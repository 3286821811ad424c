package dev.plumb.objects;

import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.transport.dtls.DtlsSession;
import dev.plumb.transport.ice.IceCandidate;
import dev.plumb.transport.ice.PairStats;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Statistics of a DTLS transport with its ICE transport, pairs, candidates and certificates.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/#transportstats-dict* Identifiers for WebRTC's Statistics API 8.17 to 8.20
 */
final class TransportStats {
    private final RTCDtlsTransport dtls;
    private final RTCIceTransport ice;
    private final double timestampMillis;
    private final String id;
    private final Map<String, RTCStats> all = new LinkedHashMap<>();

    TransportStats(RTCDtlsTransport dtls, double timestampMillis) {
        this.dtls = dtls;
        this.ice = dtls.transport();
        this.timestampMillis = timestampMillis;
        this.id = idOf(dtls);
    }

    static String idOf(RTCDtlsTransport dtls) {
        return "transport-" + System.identityHashCode(dtls);
    }

    RTCStatsReport report() {
        String selected = "";
        int n = 0;
        for (PairStats pair : ice.engine().pairStats()) {
            String pairId = id + "-pair-" + n++;
            if (pair.selected()) {
                selected = pairId;
            }
            put(pairId, "candidate-pair", pair(pair));
        }
        transport(selected);
        return RTCStatsReport.of(all.values());
    }

    private void put(String statsId, String type, Map<String, Object> members) {
        all.put(statsId, new RTCStats(statsId, type, timestampMillis, members));
    }

    private void transport(String selectedPair) {
        Map<String, Object> m = new HashMap<>();
        m.put("packetsSent", dtls.packetsSent());
        m.put("bytesSent", dtls.bytesSent());
        m.put("packetsReceived", ice.packetsReceived());
        m.put("bytesReceived", ice.bytesReceived());
        m.put("iceRole", ice.role().spec());
        m.put("iceState", ice.state().spec());
        m.put("iceLocalUsernameFragment", ice.iceGatherer().getLocalParameters().usernameFragment());
        m.put("dtlsState", dtls.state().spec());
        m.put(
                "dtlsRole",
                dtls.role() == RTCDtlsRole.AUTO ? "unknown" : dtls.role().spec());
        m.put("selectedCandidatePairChanges", ice.engine().counters().selectedPairChanges());
        if (!selectedPair.isEmpty()) {
            m.put("selectedCandidatePairId", selectedPair);
        }
        dtls.session().ifPresent(s -> session(m, s));
        RTCCertificate certificate = dtls.getCertificates().getFirst();
        m.put("localCertificateId", certificate("local", certificate.getFingerprints()));
        put(id, "transport", m);
    }

    private void session(Map<String, Object> m, DtlsSession session) {
        m.put("tlsVersion", session.version().endsWith("1.3") ? "FEFC" : "FEFD");
        m.put("dtlsCipher", session.cipherSuite());
        session.srtpProfile().ifPresent(p -> m.put("srtpCipher", p.name()));
        dtls.getRemoteParameters()
                .ifPresent(r -> m.put("remoteCertificateId", certificate("remote", r.fingerprints())));
    }

    private String certificate(String whose, List<RTCDtlsFingerprint> fingerprints) {
        String certificateId = id + "-certificate-" + whose;
        RTCDtlsFingerprint f = fingerprints.getFirst();
        put(certificateId, "certificate", Map.of("fingerprint", f.value(), "fingerprintAlgorithm", f.algorithm()));
        return certificateId;
    }

    private Map<String, Object> pair(PairStats p) {
        Map<String, Object> m = new HashMap<>();
        m.put("transportId", id);
        m.put("localCandidateId", candidate("local-candidate", p.local()));
        m.put("remoteCandidateId", candidate("remote-candidate", p.remote()));
        m.put("state", p.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        m.put("nominated", p.nominated());
        m.put("requestsSent", p.requestsSent());
        m.put("responsesReceived", p.responsesReceived());
        m.put("requestsReceived", p.requestsReceived());
        m.put("responsesSent", p.responsesSent());
        m.put("consentRequestsSent", p.consentRequestsSent());
        m.put("packetsSent", p.packetsSent());
        m.put("bytesSent", p.bytesSent());
        m.put("totalRoundTripTime", p.totalRttNanos() / 1e9);
        if (p.currentRttNanos() > 0) {
            m.put("currentRoundTripTime", p.currentRttNanos() / 1e9);
        }
        return m;
    }

    private String candidate(String type, IceCandidate c) {
        RTCIceCandidate told = RTCIceCandidate.of(c);
        String candidateId = id + "-" + type + "-" + told.ip() + "-" + told.port();
        Map<String, Object> m = new HashMap<>();
        m.put("transportId", id);
        m.put("address", told.ip());
        m.put("port", told.port());
        m.put("protocol", told.protocol().spec());
        m.put("candidateType", told.type().spec());
        m.put("priority", told.priority());
        m.put("foundation", told.foundation());
        put(candidateId, type, m);
        return candidateId;
    }
}
