package dev.plumb.transport.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import java.util.Optional;

/**
 * What a handshake agreed on.
 *
 * @param role the role of this end
 * @param version the version's name, {@code DTLS 1.2}
 * @param cipherSuite the IANA name of the cipher suite
 * @param group where the keys were agreed
 * @param srtpProfile the profile for SRTP; empty where none is in common
 * @param hasExtendedMasterSecret whether RFC 7627 protects it
 * @param peerCertificateDer the peer's certificate, whose fingerprint was matched; not copied
 */
public record DtlsSession(
        DtlsRole role,
        String version,
        String cipherSuite,
        NamedGroup group,
        Optional<SrtpProfile> srtpProfile,
        boolean hasExtendedMasterSecret,
        byte[] peerCertificateDer) {}
