package dev.plumb.dtls;

import dev.plumb.dtls.suite.NamedGroup;
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
 * A key pair on an elliptic curve.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8422#section-5.10 RFC 8422 5.10, ECDH, ECDSA, and RSA Computations
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.2.8.2 RFC 8446 4.2.8.2, ECDHE Parameters
 */
final class EcdhKey implements KeyExchange {
    static final int X25519_BYTES = 32;

    private final NamedGroup group;
    private final KeyPair pair;
    private final byte[] publicBytes;

    private EcdhKey(NamedGroup group, KeyPair pair) {
        this.group = group;
        this.pair = pair;
        this.publicBytes = encoded(group, pair.getPublic());
    }

    /** Generates a key on one of the curves. */
    static EcdhKey generate(NamedGroup group, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(isX(group) ? "X25519" : "EC");
            generator.initialize(parameters(group), random);
            return new EcdhKey(group, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key in " + group, e);
        }
    }

    private static AlgorithmParameterSpec parameters(NamedGroup group) {
        return switch (group) {
            case X25519 -> NamedParameterSpec.X25519;
            case SECP256R1 -> new ECGenParameterSpec("secp256r1");
            case SECP384R1 -> new ECGenParameterSpec("secp384r1");
            case X25519MLKEM768 -> throw new IllegalArgumentException(group + " is no curve");
        };
    }

    private static boolean isX(NamedGroup group) {
        return group == NamedGroup.X25519;
    }

    /** Returns a key as 32 bytes little-endian, or as an uncompressed point. */
    private static byte[] encoded(NamedGroup group, PublicKey key) {
        if (key instanceof XECPublicKey x) {
            return reversed(fixed(x.getU(), X25519_BYTES));
        }
        int bytes = coordinateBytes(group);
        ECPoint point = ((ECPublicKey) key).getW();
        byte[] out = new byte[1 + 2 * bytes];
        out[0] = 4;
        System.arraycopy(fixed(point.getAffineX(), bytes), 0, out, 1, bytes);
        System.arraycopy(fixed(point.getAffineY(), bytes), 0, out, 1 + bytes, bytes);
        return out;
    }

    private static int coordinateBytes(NamedGroup group) {
        return group == NamedGroup.SECP384R1 ? 48 : 32;
    }

    @Override
    public NamedGroup group() {
        return group;
    }

    @Override
    public byte[] publicBytes() {
        return publicBytes;
    }

    @Override
    public byte @Nullable [] agree(byte[] peerPublic) {
        try {
            PublicKey peer = isX(group) ? x25519Key(peerPublic) : point(peerPublic);
            if (peer == null) {
                return null;
            }
            KeyAgreement agreement = KeyAgreement.getInstance(isX(group) ? "X25519" : "ECDH");
            agreement.init(pair.getPrivate());
            agreement.doPhase(peer, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException | IllegalStateException e) {
            return null; // a point of small order
        }
    }

    private static @Nullable PublicKey x25519Key(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != X25519_BYTES) {
            return null;
        }
        byte[] bigEndian = reversed(bytes);
        bigEndian[0] &= 0x7f;
        return KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    private @Nullable PublicKey point(byte[] bytes) throws GeneralSecurityException {
        int coordinate = coordinateBytes(group);
        if (bytes.length != 1 + 2 * coordinate || bytes[0] != 4) {
            return null;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + coordinate));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + coordinate, bytes.length));
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

    private static byte[] fixed(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, out, length - count, count);
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
