package dev.plumb.objects;

/**
 * A certificate's fingerprint.
 *
 * @param algorithm such as {@code sha-256}
 * @param value hexadecimal bytes with colons between them
 * @spec https://www.rfc-editor.org/rfc/rfc8122#section-5 RFC 8122 5, Fingerprint Attribute
 */
public record RTCDtlsFingerprint(String algorithm, String value) {}
