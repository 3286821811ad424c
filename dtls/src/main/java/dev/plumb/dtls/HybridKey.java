package dev.plumb.dtls;

import dev.plumb.dtls.suite.NamedGroup;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client's key in X25519MLKEM768: an encapsulation key and a point on Curve25519. The server answers with a
 * ciphertext and its own point; the secret is both secrets, one behind the other.
 *
 * @spec https://datatracker.ietf.org/doc/html/draft-ietf-tls-ecdhe-mlkem#section-4.1 ECDHE-MLKEM for TLS 1.3 4.1, Client share
 */
final class HybridKey implements KeyExchange {
    private final KeyPair pair;
    private final EcdhKey curve;

    private HybridKey(KeyPair pair, EcdhKey curve) {
        this.pair = pair;
        this.curve = curve;
    }

    /** Generates a key. Its part on the curve may serve as a share of its own, too. */
    static HybridKey generate(EcdhKey x25519, SecureRandom random) {
        return new HybridKey(MlKem.generate(random), x25519);
    }

    /**
     * Returns the server's part: its share in answer to a client's, and the secret, or null if the client's share is
     * not valid.
     */
    static @Nullable Agreed answer(EcdhKey x25519, byte[] clientShare, SecureRandom random) {
        if (clientShare.length != MlKem.PUBLIC_BYTES + EcdhKey.X25519_BYTES) {
            return null;
        }
        MlKem.Encapsulated kem = MlKem.encapsulate(Arrays.copyOf(clientShare, MlKem.PUBLIC_BYTES), random);
        byte[] point = x25519.agree(Arrays.copyOfRange(clientShare, MlKem.PUBLIC_BYTES, clientShare.length));
        if (kem == null || point == null) {
            return null;
        }
        return new Agreed(concat(kem.ciphertext(), x25519.publicBytes()), joined(kem.secret(), point));
    }

    @Override
    public NamedGroup group() {
        return NamedGroup.X25519MLKEM768;
    }

    @Override
    public byte[] publicBytes() {
        return concat(MlKem.publicBytes(pair), curve.publicBytes());
    }

    @Override
    public byte @Nullable [] agree(byte[] serverShare) {
        if (serverShare.length != MlKem.CIPHERTEXT_BYTES + EcdhKey.X25519_BYTES) {
            return null;
        }
        byte[] kem = MlKem.decapsulate(pair.getPrivate(), Arrays.copyOf(serverShare, MlKem.CIPHERTEXT_BYTES));
        byte[] point = curve.agree(Arrays.copyOfRange(serverShare, MlKem.CIPHERTEXT_BYTES, serverShare.length));
        return kem == null || point == null ? null : joined(kem, point);
    }

    private static byte[] joined(byte[] kemSecret, byte[] pointSecret) {
        byte[] secret = concat(kemSecret, pointSecret);
        Arrays.fill(kemSecret, (byte) 0);
        Arrays.fill(pointSecret, (byte) 0);
        return secret;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }
}
