package dev.plumb.sctp.packet;

/**
 * The answer to a COOKIE ECHO.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 11   |   Flags = 0   |          Length = 4           |
 * +---------------+---------------+-------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.12 RFC 9260 3.3.12, Cookie Acknowledgement (COOKIE ACK)
 */
public record CookieAckChunk() implements SctpChunk {
    public static final int TYPE = 11;

    @Override
    public int byteLength() {
        return HEADER_BYTES;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, HEADER_BYTES);
    }
}
