package dev.plumb.objects;

import dev.plumb.dtls.DtlsFingerprint;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A certificate's fingerprint.
 *
 * @param algorithm the name of a hash, such as {@code sha-256}; one that is not known here matches no certificate
 * @param value hexadecimal bytes with colons between them
 * @spec https://www.rfc-editor.org/rfc/rfc8122#section-5 RFC 8122 5, Fingerprint Attribute
 */
public record RTCDtlsFingerprint(String algorithm, String value) {
    private static final Pattern OCTETS = Pattern.compile("[0-9a-fA-F]{2}(?::?[0-9a-fA-F]{2}){0,255}");

    /**
     * Checks the syntax of both members.
     *
     * @throws RTCException SyntaxError where the algorithm is empty or the value is not hexadecimal bytes; TypeError
     *     where a member is null
     */
    public RTCDtlsFingerprint {
        RTCException.requirePresent("RTCDtlsFingerprint", "algorithm", algorithm, "value", value);
        if (algorithm.isBlank() || value.isBlank()) {
            throw new RTCException(RTCException.Name.SYNTAX, "a fingerprint needs an algorithm and a value");
        }
        if (!OCTETS.matcher(value.strip()).matches()) {
            throw new RTCException(
                    RTCException.Name.SYNTAX,
                    "a fingerprint must be hexadecimal bytes with colons between them, not " + brief(value));
        }
    }

    private static String brief(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "..." : value;
    }

    /** Returns whether both are the same hash of the same certificate. Upper and lower case letters are equal. */
    boolean isSame(RTCDtlsFingerprint other) {
        return canonical().equals(other.canonical());
    }

    private DtlsFingerprint canonical() {
        return new DtlsFingerprint(algorithm.toLowerCase(Locale.ROOT), value);
    }
}
