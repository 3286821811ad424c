package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of the certificate that DTLS must show.
 *
 * <pre>
 * a=fingerprint:&lt;hash function&gt; &lt;XX:XX:...&gt;
 * </pre>
 *
 * @param algorithm the hash algorithm, such as {@code sha-256}, as written; compared without regard to case
 * @param hash hexadecimal octets between colons, as written
 * @spec https://www.rfc-editor.org/rfc/rfc8122#section-5 RFC 8122 5, Fingerprint Attribute
 */
public record FingerprintAttribute(String algorithm, String hash) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<FingerprintAttribute> TYPE =
            new SdpAttributeType<>("fingerprint", FingerprintAttribute::parse);

    /** Checks the form. */
    public FingerprintAttribute {
        SdpText.requireWord(algorithm, "hash function");
        SdpText.require(isHash(hash), "a fingerprint must be hexadecimal octets between colons", hash);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable FingerprintAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        boolean good = fields.size() >= 2 && isHash(fields.get(1));
        return good ? new FingerprintAttribute(fields.get(0), fields.get(1)) : null;
    }

    private static boolean isHash(String hash) {
        if (hash.length() % 3 != 2) {
            return false;
        }
        for (int i = 0; i < hash.length(); i++) {
            char c = hash.charAt(i);
            if (i % 3 == 2 ? c != ':' : !HexFormat.isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a copy of the hash's octets. */
    public byte[] octets() {
        return HexFormat.ofDelimiter(":").parseHex(hash);
    }

    /** Returns whether both mean the same, whatever the case of their letters. */
    public boolean matches(FingerprintAttribute other) {
        return algorithm.equalsIgnoreCase(other.algorithm) && hash.equalsIgnoreCase(other.hash);
    }

    /** Returns the value. */
    public String write() {
        return algorithm + " " + hash;
    }

    @Override
    public SdpAttribute attribute() {
        return TYPE.attribute(write());
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
