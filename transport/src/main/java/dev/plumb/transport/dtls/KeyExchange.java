package dev.plumb.transport.dtls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * An ephemeral key pair of ours, and the secret agreed with the peer's public key.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8422#section-5.10 RFC 8422 5.10, ECDH, ECDSA, and RSA Computations
 */
final class KeyExchange {
    private static final int COORDINATE_BYTES = 32;

    private final NamedGroup group;
    private final KeyPair pair;

    private KeyExchange(NamedGroup group, KeyPair pair) {
        this.group = group;
        this.pair = pair;
    }

    static KeyExchange generate(NamedGroup group, SecureRandom random) {
        AlgorithmParameterSpec spec =
                group == NamedGroup.X25519 ? NamedParameterSpec.X25519 : new ECGenParameterSpec("secp256r1");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm(group));
            generator.initialize(spec, random);
            return new KeyExchange(group, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key in " + group, e);
        }
    }

    NamedGroup group() {
        return group;
    }

    /** Our public key as it goes on the wire: 32 bytes little-endian, or an uncompressed point. */
    byte[] publicBytes() {
        if (pair.getPublic() instanceof XECPublicKey x) {
            return reversed(fixed(x.getU()));
        }
        ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
        byte[] out = new byte[1 + 2 * COORDINATE_BYTES];
        out[0] = 4;
        System.arraycopy(fixed(point.getAffineX()), 0, out, 1, COORDINATE_BYTES);
        System.arraycopy(fixed(point.getAffineY()), 0, out, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
        return out;
    }

    /** The shared secret; null where the peer's key is not a valid point. */
    byte @Nullable [] agree(byte[] peerPublic) {
        try {
            PublicKey peer = group == NamedGroup.X25519 ? x25519Key(peerPublic) : p256Key(peerPublic);
            if (peer == null) {
                return null;
            }
            KeyAgreement agreement = KeyAgreement.getInstance(group == NamedGroup.X25519 ? "X25519" : "ECDH");
            agreement.init(pair.getPrivate());
            agreement.doPhase(peer, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException | IllegalStateException e) {
            return null; // a point of small order
        }
    }

    private static @Nullable PublicKey x25519Key(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != COORDINATE_BYTES) {
            return null;
        }
        byte[] bigEndian = reversed(bytes);
        bigEndian[0] &= 0x7f;
        return KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    private @Nullable PublicKey p256Key(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != 1 + 2 * COORDINATE_BYTES || bytes[0] != 4) {
            return null;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + COORDINATE_BYTES));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + COORDINATE_BYTES, bytes.length));
        ECParameterSpec parameters = ((ECPublicKey) pair.getPublic()).getParams();
        if (!onCurve(parameters, x, y)) {
            return null;
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), parameters));
    }

    private static boolean onCurve(ECParameterSpec parameters, BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x)
                .add(parameters.getCurve().getA())
                .multiply(x)
                .add(parameters.getCurve().getB());
        return y.multiply(y).mod(p).equals(right.mod(p));
    }

    private static String algorithm(NamedGroup group) {
        return group == NamedGroup.X25519 ? "X25519" : "EC";
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[COORDINATE_BYTES];
        int count = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - count, out, COORDINATE_BYTES - count, count);
        return out;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }
}
