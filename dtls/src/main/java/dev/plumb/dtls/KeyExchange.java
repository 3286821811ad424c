package dev.plumb.dtls;

import dev.plumb.dtls.suite.NamedGroup;
import org.jspecify.annotations.Nullable;

/** A key of ours for one handshake, whose public part the peer has or will have. */
sealed interface KeyExchange permits EcdhKey, HybridKey {
    /** Returns the group of the key. */
    NamedGroup group();

    /** Returns our public part as it is on the wire. */
    byte[] publicBytes();

    /**
     * Returns the secret shared with the peer by the peer's public part, or null if that is no valid key or ciphertext.
     */
    byte @Nullable [] agree(byte[] peerPublic);
}
