package dev.plumb.dtls.message;

import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.suite.CipherSuite;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The choices of a server. One special random makes it a request for another ClientHello.
 *
 * <pre>
 * +--------------+----------------+-----------------------+
 * | version (16) | random (32 B)  | length (8) session id |
 * +--------------+----+-----------+--------+--------------+
 * | cipher suite (16) | compression (8)    | extensions   |
 * +-------------------+--------------------+--------------+
 * </pre>
 *
 * @param version the version that both will use
 * @param random 32 bytes
 * @param sessionId the id of the session, 0..32 bytes; empty where it cannot be resumed
 * @param cipherSuite the number of the cipher suite
 * @param compressionMethod 0
 * @param extensions the answers to the client's extensions
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.3 RFC 5246 7.4.1.3, Server Hello
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.1.3 RFC 8446 4.1.3, Server Hello
 */
public record ServerHello(
        int version, byte[] random, byte[] sessionId, int cipherSuite, int compressionMethod, Extensions extensions)
        implements HandshakeMessage {
    private static final int MAX_SESSION_ID_BYTES = 32;

    /** SHA-256 of "HelloRetryRequest". */
    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    public static @Nullable ServerHello parse(byte[] body) {
        WireReader in = new WireReader(body);
        int version = in.u16();
        byte[] random = in.bytes(ClientHello.RANDOM_BYTES);
        byte[] sessionId = in.vector8();
        int suite = in.u16();
        int compression = in.u8();
        Extensions extensions = Extensions.parse(in);
        if (!in.complete() || extensions == null || sessionId.length > MAX_SESSION_ID_BYTES) {
            return null;
        }
        return new ServerHello(version, random, sessionId, suite, compression, extensions);
    }

    /** Returns DTLS 1.3's request for another ClientHello. */
    public static ServerHello retryRequest(CipherSuite suite, Extensions extensions) {
        return new ServerHello(RecordHeader.DTLS_1_2, RETRY_RANDOM, new byte[0], suite.id(), 0, extensions);
    }

    public boolean isRetryRequest() {
        return Arrays.equals(random, RETRY_RANDOM);
    }

    @Override
    public int type() {
        return HandshakeType.SERVER_HELLO;
    }

    @Override
    public byte[] toBytes() {
        WireWriter out = new WireWriter()
                .u16(version)
                .bytes(random)
                .vector8(sessionId)
                .u16(cipherSuite)
                .u8(compressionMethod);
        extensions.write(out);
        return out.toByteArray();
    }
}
