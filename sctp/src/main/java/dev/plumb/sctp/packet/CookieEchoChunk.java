package dev.plumb.sctp.packet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that returns the peer's cookie to it.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 10   |   Flags = 0   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                            Cookie                             |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.11 RFC 9260 3.3.11, Cookie Echo (COOKIE ECHO)
 */
public record CookieEchoChunk(byte[] cookie) implements SctpChunk {
    public static final int TYPE = 10;

    public static @Nullable CookieEchoChunk parse(byte[] a, int at, int length) {
        return new CookieEchoChunk(Arrays.copyOfRange(a, at + HEADER_BYTES, at + length));
    }

    @Override
    public int byteLength() {
        return HEADER_BYTES + cookie.length;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, byteLength());
        System.arraycopy(cookie, 0, a, at + HEADER_BYTES, cookie.length);
    }

    @Override
    public String toString() {
        return "COOKIE ECHO[" + cookie.length + " bytes]";
    }
}
