package dev.plumb.rtp.srtp;

/**
 * An exception for a packet or stream that must not be sent with the current keys, because it would use a key stream
 * twice, or because there is no room left to remember which ones were used.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-9.1 RFC 3711 9.1, SSRC collision and two-time pad
 */
public final class SrtpSendException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message says what is wrong and what to do. */
    public SrtpSendException(String message) {
        super(message);
    }
}
