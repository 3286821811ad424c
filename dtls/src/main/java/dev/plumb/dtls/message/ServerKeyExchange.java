package dev.plumb.dtls.message;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The server's ephemeral public key, signed.
 *
 * <pre>
 * +----------------+------------+-----------------------+
 * | curve type (8) | group (16) | length (8) public key |
 * +----------------+------------+-----------------------+
 * | scheme (16)    | length (16) signature              |
 * +----------------+------------------------------------+
 * </pre>
 *
 * @param group number of the group
 * @param publicKey the key as the group writes it
 * @param scheme number of the signature's scheme
 * @param signature the signature over both randoms and the fields before it
 * @spec https://www.rfc-editor.org/rfc/rfc8422#section-5.4 RFC 8422 5.4, Server Key Exchange
 */
public record ServerKeyExchange(int group, byte[] publicKey, int scheme, byte[] signature) implements HandshakeMessage {
    private static final int NAMED_CURVE = 3;

    public static @Nullable ServerKeyExchange parse(byte[] body) {
        WireReader in = new WireReader(body);
        int curveType = in.u8();
        int group = in.u16();
        byte[] publicKey = in.vector8();
        int scheme = in.u16();
        byte[] signature = in.vector16();
        return in.complete() && curveType == NAMED_CURVE
                ? new ServerKeyExchange(group, publicKey, scheme, signature)
                : null;
    }

    /** Returns the bytes that are signed. */
    public static byte[] signedBytes(byte[] clientRandom, byte[] serverRandom, int group, byte[] publicKey) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(clientRandom);
        out.writeBytes(serverRandom);
        out.writeBytes(parameters(group, publicKey).toByteArray());
        return out.toByteArray();
    }

    @Override
    public int type() {
        return HandshakeType.SERVER_KEY_EXCHANGE;
    }

    @Override
    public byte[] toBytes() {
        return parameters(group, publicKey).u16(scheme).vector16(signature).toByteArray();
    }

    private static WireWriter parameters(int group, byte[] publicKey) {
        return new WireWriter().u8(NAMED_CURVE).u16(group).vector8(publicKey);
    }
}
