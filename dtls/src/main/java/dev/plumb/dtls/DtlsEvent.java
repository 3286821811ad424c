package dev.plumb.dtls;

import dev.plumb.dtls.suite.Alert;
import java.util.List;

/** An event of a {@link DtlsConnection}. */
public sealed interface DtlsEvent {
    /**
     * The state changed.
     *
     * @param from the state before
     * @param to the state now
     * @param reason why, in a few words
     */
    record StateChanged(DtlsState from, DtlsState to, String reason) implements DtlsEvent {}

    /**
     * The handshake is complete and verified; keys can be exported. Follows its {@link StateChanged}.
     *
     * @param session the result of the handshake
     */
    record Connected(DtlsSession session) implements DtlsEvent {}

    /**
     * An alert came in and was believed.
     *
     * @param alert the alert
     * @param isAuthenticated whether it came encrypted
     */
    record AlertReceived(Alert alert, boolean isAuthenticated) implements DtlsEvent {}

    /**
     * An alert went out.
     *
     * @param alert the alert
     */
    record AlertSent(Alert alert) implements DtlsEvent {}

    /**
     * No fingerprint matched the peer's certificate. The failed state follows.
     *
     * @param wanted the fingerprints from signalling
     * @param presented the fingerprint of the certificate that the peer showed, sha-256
     */
    record FingerprintFailure(List<DtlsFingerprint> wanted, DtlsFingerprint presented) implements DtlsEvent {}
}
