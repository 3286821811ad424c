package dev.plumb.dtls;

import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.dtls.suite.SignatureScheme;
import java.util.List;
import java.util.Optional;

/**
 * The choices of a DTLS 1.3 server from a ClientHello.
 *
 * @param random the random of the client
 * @param extensions the extensions of the client
 * @param suite the first of our suites that the client has
 * @param group the first of our groups that the client has a share in, else the first that it has
 * @param share the client's key in that group
 * @param scheme the scheme of our signature
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.1.1 RFC 8446 4.1.1, Cryptographic Negotiation
 */
record Offer13(
        byte[] random,
        Extensions extensions,
        CipherSuite suite,
        NamedGroup group,
        Optional<KeyShare> share,
        SignatureScheme scheme) {

    static Offer13 of(ClientHello hello, DtlsConfig config) throws HandshakeException {
        Extensions extensions = hello.extensions();
        if (hello.version() != RecordHeader.DTLS_1_2
                || hello.cookie().length != 0
                || hello.compressionMethods().length != 1
                || !hello.offersNoCompression()) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the hello is not one of DTLS 1.3");
        }
        for (int needed :
                List.of(ExtensionType.SIGNATURE_ALGORITHMS, ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE)) {
            if (!extensions.has(needed)) {
                throw new HandshakeException(
                        AlertDescription.MISSING_EXTENSION, "the hello has no extension " + needed);
            }
        }
        List<KeyShare> shares = KeyShare.parseList(extensions.get(ExtensionType.KEY_SHARE));
        if (shares == null) {
            throw new HandshakeException(AlertDescription.ILLEGAL_PARAMETER, "the key shares are malformed");
        }
        CipherSuite suite = config.cipherSuites().stream()
                .filter(ours -> ours.version() == DtlsVersion.DTLS_1_3
                        && hello.cipherSuites().contains(ours.id()))
                .findFirst()
                .orElseThrow(() -> nothingInCommon("cipher suite"));
        SignatureScheme scheme = SignatureScheme.choose(
                        DtlsVersion.DTLS_1_3,
                        extensions.list16(ExtensionType.SIGNATURE_ALGORITHMS),
                        config.certificate().key())
                .orElseThrow(() -> nothingInCommon("signature scheme"));
        NamedGroup group = group(config, extensions.list16(ExtensionType.SUPPORTED_GROUPS), shares);
        Optional<KeyShare> share = shares.stream()
                .filter(candidate -> candidate.group() == group.id())
                .findFirst();
        return new Offer13(hello.random(), extensions, suite, group, share, scheme);
    }

    private static NamedGroup group(DtlsConfig config, List<Integer> offered, List<KeyShare> shares)
            throws HandshakeException {
        List<NamedGroup> common = config.groups().stream()
                .filter(ours -> offered.contains(ours.id()))
                .toList();
        return common.stream()
                .filter(ours -> shares.stream().anyMatch(share -> share.group() == ours.id()))
                .findFirst()
                .or(() -> common.stream().findFirst())
                .orElseThrow(() -> nothingInCommon("group"));
    }

    private static HandshakeException nothingInCommon(String what) {
        return new HandshakeException(AlertDescription.HANDSHAKE_FAILURE, "no " + what + " in common");
    }
}
