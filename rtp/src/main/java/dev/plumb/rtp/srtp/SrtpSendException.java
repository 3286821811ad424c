package dev.plumb.rtp.srtp;

/**
 * A packet, or a stream, that must not be sent with the present keys: it would use a key stream twice, or there is no room left to
 * remember which ones were used.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-9.1 RFC 3711 9.1, SSRC collision and two-time pad
 */
public final class SrtpSendException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public SrtpSendException(String message) {
        super(message);
    }
}
