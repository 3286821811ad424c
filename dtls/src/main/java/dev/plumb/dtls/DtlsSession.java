package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.util.Optional;

/**
 * The result of a handshake.
 *
 * @param role the role of this end
 * @param version the version
 * @param cipherSuite the cipher suite; its name is IANA's
 * @param group the group in which the keys were agreed
 * @param srtpProfile the SRTP profile; empty where none is shared
 * @param hasExtendedMasterSecret whether RFC 7627 protects it, as DTLS 1.3 does by itself
 * @param peerCertificateDer the peer's certificate, whose fingerprint was matched; not copied
 */
public record DtlsSession(
        DtlsRole role,
        DtlsVersion version,
        CipherSuite cipherSuite,
        NamedGroup group,
        Optional<SrtpProfile> srtpProfile,
        boolean hasExtendedMasterSecret,
        byte[] peerCertificateDer) {}
