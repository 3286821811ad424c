package dev.plumb.objects;

import dev.plumb.dtls.DtlsSession;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Statistics of a DTLS transport with its ICE transport, pairs, candidates and certificates.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/#transportstats-dict* Identifiers for WebRTC's Statistics API 8.17 and 8.20
 */
final class TransportStats {
    private final RTCDtlsTransport dtls;
    private final RTCIceTransport ice;
    private final double timestampMillis;
    private final String id;
    private final List<RTCStats> all = new ArrayList<>();

    TransportStats(RTCDtlsTransport dtls, double timestampMillis) {
        this.dtls = dtls;
        this.ice = dtls.transport();
        this.timestampMillis = timestampMillis;
        this.id = idOf(dtls);
    }

    static String idOf(RTCDtlsTransport dtls) {
        return dtls.transport().statsId();
    }

    RTCStatsReport report() {
        IceStats pairs = new IceStats(ice);
        String selected = pairs.pairs();
        all.addAll(pairs.all());
        transport(selected);
        return RTCStatsReport.of(all);
    }

    private void put(String statsId, String type, Map<String, Object> members) {
        all.add(new RTCStats(statsId, type, timestampMillis, members));
    }

    private void transport(String selectedPair) {
        Map<String, Object> m = new HashMap<>();
        m.put("packetsSent", dtls.packetsSent());
        m.put("bytesSent", dtls.bytesSent());
        m.put("packetsReceived", ice.packetsReceived());
        m.put("bytesReceived", ice.bytesReceived());
        m.put("iceRole", ice.isStarted() ? ice.role().spec() : "unknown");
        m.put("iceState", ice.state().spec());
        m.put("iceLocalUsernameFragment", ice.iceGatherer().getLocalParameters().usernameFragment());
        m.put("dtlsState", dtls.state().spec());
        m.put("dtlsRole", dtls.agreedRole().map(RTCDtlsRole::spec).orElse("unknown"));
        m.put("selectedCandidatePairChanges", ice.engine().counters().selectedPairChanges());
        if (!selectedPair.isEmpty()) {
            m.put("selectedCandidatePairId", selectedPair);
        }
        dtls.session().ifPresent(s -> session(m, s));
        dtls.media().rtcpTransport().ifPresent(t -> m.put("rtcpTransportStatsId", idOf(t)));
        RTCCertificate ours = dtls.getCertificates().getFirst();
        m.put("localCertificateId", certificate("local", ours.getFingerprints().getFirst(), ours.der()));
        put(id, "transport", m);
    }

    private void session(Map<String, Object> m, DtlsSession session) {
        m.put("tlsVersion", Integer.toHexString(session.version().id()).toUpperCase(Locale.ROOT));
        m.put("dtlsCipher", session.cipherSuite().name());
        session.srtpProfile()
                .ifPresent(p -> m.put(
                        "srtpCipher",
                        switch (p) {
                            case AES_CM_128_HMAC_SHA1_80 -> "SRTP_AES128_CM_HMAC_SHA1_80";
                            case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> "SRTP_" + p.name();
                        }));
        m.put("remoteCertificateId", certificate("remote", dtls.remoteFingerprint(), session.peerCertificateDer()));
    }

    private String certificate(String whose, RTCDtlsFingerprint fingerprint, byte[] der) {
        String certificateId = id + (whose.equals("local") ? "CL" : "CR");
        put(
                certificateId,
                "certificate",
                Map.of(
                        "fingerprint",
                        fingerprint.value().toUpperCase(Locale.ROOT),
                        "fingerprintAlgorithm",
                        fingerprint.algorithm(),
                        "base64Certificate",
                        Base64.getEncoder().encodeToString(der)));
        return certificateId;
    }
}
