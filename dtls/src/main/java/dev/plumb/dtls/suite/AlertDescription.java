package dev.plumb.dtls.suite;

import java.util.Optional;

/**
 * The description of an alert.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.2 RFC 5246 7.2, Alert Protocol
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-6 RFC 8446 6, Alert Protocol
 */
public enum AlertDescription {
    /** The sender will send no more. */
    CLOSE_NOTIFY(0),
    /** A message that has no place here. */
    UNEXPECTED_MESSAGE(10),
    /** A record that does not authenticate. */
    BAD_RECORD_MAC(20),
    /** A record too long. */
    RECORD_OVERFLOW(22),
    /** Nothing in common. */
    HANDSHAKE_FAILURE(40),
    /** A certificate that is corrupt, or not the one whose fingerprint was signalled. */
    BAD_CERTIFICATE(42),
    /** A kind of certificate that is not supported. */
    UNSUPPORTED_CERTIFICATE(43),
    /** A certificate that was revoked. */
    CERTIFICATE_REVOKED(44),
    /** A certificate past its time. */
    CERTIFICATE_EXPIRED(45),
    /** A certificate refused for another cause. */
    CERTIFICATE_UNKNOWN(46),
    /** A field out of its range. */
    ILLEGAL_PARAMETER(47),
    /** A certificate of an issuer that is not known. */
    UNKNOWN_CA(48),
    /** Access denied. */
    ACCESS_DENIED(49),
    /** A message that cannot be parsed. */
    DECODE_ERROR(50),
    /** A signature or Finished that does not verify. */
    DECRYPT_ERROR(51),
    /** A version not supported. */
    PROTOCOL_VERSION(70),
    /** Security not sufficient. */
    INSUFFICIENT_SECURITY(71),
    /** An error of the sender's own. */
    INTERNAL_ERROR(80),
    /** The user cancelled. */
    USER_CANCELED(90),
    /** A fallback of the client's that is not called for. */
    INAPPROPRIATE_FALLBACK(86),
    /** No renegotiation, a warning. */
    NO_RENEGOTIATION(100),
    /** An extension that must be there is not. */
    MISSING_EXTENSION(109),
    /** An extension that was not asked for. */
    UNSUPPORTED_EXTENSION(110),
    /** No certificate where one is wanted. */
    CERTIFICATE_REQUIRED(116),
    /** No application protocol in common. */
    NO_APPLICATION_PROTOCOL(120);

    private final int code;

    AlertDescription(int code) {
        this.code = code;
    }

    /** Returns the description with a number on the wire, or empty if it is not known. */
    public static Optional<AlertDescription> of(int code) {
        for (AlertDescription description : values()) {
            if (description.code == code) {
                return Optional.of(description);
            }
        }
        return Optional.empty();
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }
}
