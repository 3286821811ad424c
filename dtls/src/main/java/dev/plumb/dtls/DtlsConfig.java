package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of a connection.
 *
 * @param certificate the certificate of this end
 * @param versions the versions that are supported where there are suites and groups for them. The highest shared one is
 *     used
 * @param cipherSuites the cipher suites, in order of preference. The server's order decides
 * @param srtpProfiles the SRTP profiles, in order of preference; empty where no media is wanted. The server's order
 *     decides
 * @param groups the groups for key agreement, in order of preference, at least one. The server's order decides
 * @param mtuBytes the largest datagram of the handshake, 256..16384 bytes of UDP payload. Larger values need fewer
 *     datagrams and risk fragmentation
 * @param retransmitInitial the first retransmission timeout while the path's round-trip time is not known; afterwards
 *     its upper bound
 * @param retransmitCap the timeout up to which it doubles
 * @param handshakeTimeout the longest duration of the handshake, from {@code start} or, if earlier, from the first
 *     ClientHello
 * @param verifiesHello whether a server has a ClientHello confirmed by a cookie; not needed behind ICE
 * @param requiresExtendedMasterSecret whether a peer without RFC 7627 is refused
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4.1 RFC 6347 4.2.4.1, Timer Values
 */
public record DtlsConfig(
        DtlsCertificate certificate,
        List<DtlsVersion> versions,
        List<CipherSuite> cipherSuites,
        List<SrtpProfile> srtpProfiles,
        List<NamedGroup> groups,
        int mtuBytes,
        Duration retransmitInitial,
        Duration retransmitCap,
        Duration handshakeTimeout,
        boolean verifiesHello,
        boolean requiresExtendedMasterSecret) {
    private static final int MIN_MTU_BYTES = 256;
    private static final int MAX_MTU_BYTES = 16_384;

    /** Throws {@link IllegalArgumentException} for a value out of its range. */
    public DtlsConfig {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        srtpProfiles = List.copyOf(srtpProfiles);
        groups = List.copyOf(groups);
        if (spoken(versions, cipherSuites, groups).isEmpty()) {
            throw new IllegalArgumentException("name a version with at least one of its cipher suites and groups");
        }
        if (mtuBytes < MIN_MTU_BYTES || mtuBytes > MAX_MTU_BYTES) {
            throw new IllegalArgumentException(
                    "mtuBytes must be " + MIN_MTU_BYTES + ".." + MAX_MTU_BYTES + ", not " + mtuBytes);
        }
        if (!retransmitInitial.isPositive() || retransmitCap.compareTo(retransmitInitial) < 0) {
            throw new IllegalArgumentException("retransmitInitial must be positive and not above retransmitCap");
        }
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException("handshakeTimeout must be positive");
        }
    }

    /**
     * Returns the configuration that WebRTC uses: both versions, all SRTP profiles, the hybrid group first, 1200 bytes,
     * 1 s doubling to 8 s, 30 s in all.
     */
    public static DtlsConfig of(DtlsCertificate certificate) {
        return new DtlsConfig(
                certificate,
                List.of(DtlsVersion.values()),
                CipherSuite.all(),
                List.of(
                        SrtpProfile.AEAD_AES_128_GCM,
                        SrtpProfile.AEAD_AES_256_GCM,
                        SrtpProfile.AES_CM_128_HMAC_SHA1_80),
                List.of(NamedGroup.values()),
                1200,
                Duration.ofSeconds(1),
                Duration.ofSeconds(8),
                Duration.ofSeconds(30),
                false,
                false);
    }

    private static List<DtlsVersion> spoken(
            List<DtlsVersion> versions, List<CipherSuite> suites, List<NamedGroup> groups) {
        return versions.stream()
                .filter(version -> suites.stream().anyMatch(suite -> suite.version() == version)
                        && groups.stream().anyMatch(group -> group.isOf(version)))
                .toList();
    }

    /** Returns the versions for which there are suites and groups. */
    List<DtlsVersion> spoken() {
        return spoken(versions, cipherSuites, groups);
    }

    /** Returns the groups of a version, in order. */
    List<NamedGroup> groups(DtlsVersion version) {
        return groups.stream().filter(group -> group.isOf(version)).toList();
    }

    /** Returns a copy with other versions. */
    public DtlsConfig withVersions(DtlsVersion... newVersions) {
        return new DtlsConfig(
                certificate,
                List.of(newVersions),
                cipherSuites,
                srtpProfiles,
                groups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy with other cipher suites. */
    public DtlsConfig withCipherSuites(List<CipherSuite> suites) {
        return new DtlsConfig(
                certificate,
                versions,
                suites,
                srtpProfiles,
                groups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy with other SRTP profiles. */
    public DtlsConfig withSrtpProfiles(List<SrtpProfile> profiles) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                profiles,
                groups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy with other groups. */
    public DtlsConfig withGroups(List<NamedGroup> newGroups) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                srtpProfiles,
                newGroups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy with another size of datagrams. */
    public DtlsConfig withMtuBytes(int newMtuBytes) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                srtpProfiles,
                groups,
                newMtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy with other retransmission timeouts. */
    public DtlsConfig withRetransmit(Duration initial, Duration cap) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                srtpProfiles,
                groups,
                mtuBytes,
                initial,
                cap,
                handshakeTimeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy with another limit for the whole handshake. */
    public DtlsConfig withHandshakeTimeout(Duration timeout) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                srtpProfiles,
                groups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                timeout,
                verifiesHello,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy that asks clients for a cookie or not. */
    public DtlsConfig withVerifiesHello(boolean verifies) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                srtpProfiles,
                groups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifies,
                requiresExtendedMasterSecret);
    }

    /** Returns a copy that requires the extended master secret, or only prefers it. */
    public DtlsConfig withRequiresExtendedMasterSecret(boolean required) {
        return new DtlsConfig(
                certificate,
                versions,
                cipherSuites,
                srtpProfiles,
                groups,
                mtuBytes,
                retransmitInitial,
                retransmitCap,
                handshakeTimeout,
                verifiesHello,
                required);
    }
}
