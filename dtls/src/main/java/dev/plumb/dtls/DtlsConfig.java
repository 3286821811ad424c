package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.time.Duration;
import java.util.List;

/**
 * How a connection behaves.
 *
 * @param certificate what this end shows
 * @param versions versions spoken where there are suites and groups for them; the best in common is taken
 * @param cipherSuites suites spoken, in order of preference. The server's order decides
 * @param srtpProfiles profiles for SRTP in order of preference; empty where no media is wanted. The server's order decides
 * @param groups groups for the key agreement in order of preference, at least one. The server's order decides
 * @param mtuBytes largest datagram of the handshake, 256..16384 bytes of UDP payload
 * @param retransmitInitial first retransmission timeout while the path's round-trip time is not known; afterwards its bound
 * @param retransmitCap what the timeout doubles up to
 * @param handshakeTimeout how long the handshake may take, from {@code start} or, where earlier, from the first ClientHello
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

    /** What WebRTC does: both versions, all SRTP profiles, the hybrid group first, 1200 bytes, 1 s doubling to 8 s, 30 s in all. */
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

    /** The versions that there are suites and groups for. */
    List<DtlsVersion> spoken() {
        return spoken(versions, cipherSuites, groups);
    }

    /** The groups that a version has, in order. */
    List<NamedGroup> groups(DtlsVersion version) {
        return groups.stream().filter(group -> group.isOf(version)).toList();
    }

    /** With other versions. */
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

    /** With other cipher suites. */
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

    /** With other SRTP profiles. */
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

    /** With other groups. */
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

    /** With another size of datagrams. */
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

    /** With other timeouts for retransmission. */
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

    /** With another bound for the whole handshake. */
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

    /** With a cookie asked of clients, or without. */
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

    /** With the extended master secret required, or only preferred. */
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
