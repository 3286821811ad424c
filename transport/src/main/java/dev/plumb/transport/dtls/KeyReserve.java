package dev.plumb.transport.dtls;

import java.security.SecureRandom;
import java.util.ArrayDeque;

/**
 * Keys on Curve25519 that are made while there is time, for handshakes that begin later; each serves one. One for all connections of a loop, and
 * used on it only.
 */
public final class KeyReserve {
    private static final int KEPT_AT_MOST = 8;

    private final SecureRandom random;
    private final ArrayDeque<EcdhKey> keys = new ArrayDeque<>();

    /**
     * An empty reserve.
     *
     * @param random where keys come from
     */
    public KeyReserve(SecureRandom random) {
        this.random = random;
    }

    /** Makes one more, where few are left. To be called when a handshake has ended, so that the next one need not wait. */
    public void refill() {
        if (keys.size() < KEPT_AT_MOST) {
            keys.add(EcdhKey.generate(NamedGroup.X25519, random));
        }
    }

    /** One of them; where there is none it is made. */
    EcdhKey take() {
        EcdhKey made = keys.poll();
        return made == null ? EcdhKey.generate(NamedGroup.X25519, random) : made;
    }
}
