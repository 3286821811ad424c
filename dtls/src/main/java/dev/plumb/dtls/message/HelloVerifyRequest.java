package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * The request to a client to send its hello again with a cookie.
 *
 * <pre>
 * +--------------+-------------------+
 * | version (16) | length (8) cookie |
 * +--------------+-------------------+
 * </pre>
 *
 * @param version says nothing about the version to come
 * @param cookie the cookie to send back, 0..255 bytes
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.1 RFC 6347 4.2.1, Denial-of-Service Countermeasures
 */
public record HelloVerifyRequest(int version, byte[] cookie) implements HandshakeMessage {
    public static @Nullable HelloVerifyRequest parse(byte[] body) {
        WireReader in = new WireReader(body);
        int version = in.u16();
        byte[] cookie = in.vector8();
        return in.complete() ? new HelloVerifyRequest(version, cookie) : null;
    }

    @Override
    public int type() {
        return HandshakeType.HELLO_VERIFY_REQUEST;
    }

    @Override
    public byte[] toBytes() {
        return new WireWriter().u16(version).vector8(cookie).toByteArray();
    }
}
