package dev.plumb.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The hash of a certificate, as signalling carries it. Made canonical: the algorithm in lower case, the value in upper
 * case with colons.
 *
 * @param algorithm name of the hash, such as {@code sha-256}; one that we do not know matches nothing
 * @param value bytes in hexadecimal; on the way in either case, with or without colons
 * @spec https://www.rfc-editor.org/rfc/rfc8122#section-5 RFC 8122 5, Fingerprint Attribute
 */
public record DtlsFingerprint(String algorithm, String value) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /** Throws {@link IllegalArgumentException} where the value is no hexadecimal. */
    public DtlsFingerprint {
        algorithm = algorithm.strip().toLowerCase(Locale.ROOT);
        value = COLONS.formatHex(HexFormat.of().parseHex(value.strip().replace(":", "")));
    }

    /** Parses {@code sha-256 AB:CD...}; empty where it is not of that form. */
    public static Optional<DtlsFingerprint> parse(String attribute) {
        String[] parts = attribute.strip().split("\\s+", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DtlsFingerprint(parts[0], parts[1]));
        } catch (IllegalArgumentException notHexadecimal) {
            return Optional.empty();
        }
    }

    /**
     * Returns the fingerprint of a certificate.
     *
     * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}; another throws
     *     {@link IllegalArgumentException}
     * @param der the whole certificate
     */
    public static DtlsFingerprint of(String algorithm, byte[] der) {
        String name = algorithm.strip().toLowerCase(Locale.ROOT);
        byte[] hash = digest(name, der)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown hash " + algorithm + ": use sha-256, sha-384 or sha-512"));
        return new DtlsFingerprint(name, COLONS.formatHex(hash));
    }

    /**
     * Returns whether this is the hash of a certificate, compared in constant time, or false for an unknown algorithm.
     */
    public boolean matches(byte[] der) {
        byte[] wanted = COLONS.parseHex(value);
        return digest(algorithm, der)
                .map(hash -> MessageDigest.isEqual(hash, wanted))
                .orElse(false);
    }

    private static Optional<byte[]> digest(String algorithm, byte[] der) {
        String jcaName = switch (algorithm) {
            case "sha-256" -> "SHA-256";
            case "sha-384" -> "SHA-384";
            case "sha-512" -> "SHA-512";
            default -> "";
        };
        if (jcaName.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(jcaName).digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + jcaName, e);
        }
    }

    @Override
    public String toString() {
        return algorithm + " " + value;
    }
}
