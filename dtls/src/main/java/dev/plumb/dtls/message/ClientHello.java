package dev.plumb.dtls.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The offer of a client.
 *
 * <pre>
 * +--------------+----------------+-----------------------+--------------------+
 * | version (16) | random (32 B)  | length (8) session id | length (8) cookie  |
 * +--------------+----------------+-------+---------------+--------------------+
 * | length (16) cipher suites (16 each)   | length (8) compression methods     |
 * +---------------------------------------+------------------------------------+
 * | extensions                                                                 |
 * +----------------------------------------------------------------------------+
 * </pre>
 *
 * @param version the highest version below DTLS 1.3 that the client supports
 * @param random 32 bytes
 * @param sessionId the id of a session to resume, 0..32 bytes
 * @param cookie the cookie of a HelloVerifyRequest, else empty
 * @param cipherSuites the numbers of the cipher suites, known or not
 * @param compressionMethods the compression methods, which must contain 0
 * @param extensions the extensions
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.3.2 RFC 6347 4.3.2, Handshake Protocol
 */
public record ClientHello(
        int version,
        byte[] random,
        byte[] sessionId,
        byte[] cookie,
        List<Integer> cipherSuites,
        byte[] compressionMethods,
        Extensions extensions)
        implements HandshakeMessage {
    public static final int RANDOM_BYTES = 32;
    private static final int MAX_SESSION_ID_BYTES = 32;

    public static @Nullable ClientHello parse(byte[] body) {
        WireReader in = new WireReader(body);
        int version = in.u16();
        byte[] random = in.bytes(RANDOM_BYTES);
        byte[] sessionId = in.vector8();
        byte[] cookie = in.vector8();
        List<Integer> suites = new WireReader(in.vector16()).list16();
        byte[] compression = in.vector8();
        Extensions extensions = Extensions.parse(in);
        if (!in.complete() || extensions == null || suites.isEmpty() || sessionId.length > MAX_SESSION_ID_BYTES) {
            return null;
        }
        return new ClientHello(version, random, sessionId, cookie, suites, compression, extensions);
    }

    @Override
    public int type() {
        return HandshakeType.CLIENT_HELLO;
    }

    @Override
    public byte[] toBytes() {
        WireWriter suites = new WireWriter();
        cipherSuites.forEach(suites::u16);
        WireWriter out = new WireWriter()
                .u16(version)
                .bytes(random)
                .vector8(sessionId)
                .vector8(cookie)
                .vector16(suites.toByteArray())
                .vector8(compressionMethods);
        extensions.write(out);
        return out.toByteArray();
    }

    public ClientHello withCookie(byte[] newCookie) {
        return new ClientHello(version, random, sessionId, newCookie, cipherSuites, compressionMethods, extensions);
    }

    public ClientHello withExtensions(Extensions newExtensions) {
        return new ClientHello(version, random, sessionId, cookie, cipherSuites, compressionMethods, newExtensions);
    }

    public boolean offersNoCompression() {
        for (byte method : compressionMethods) {
            if (method == 0) {
                return true;
            }
        }
        return false;
    }
}
