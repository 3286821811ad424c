package dev.plumb.dtls;

import dev.plumb.dtls.suite.NamedGroup;
import org.jspecify.annotations.Nullable;

/** A key of ours for one handshake, whose public part the peer has or will have. */
sealed interface KeyExchange permits EcdhKey, HybridKey {
    /** Where it lives. */
    NamedGroup group();

    /** Our public part as it goes on the wire. */
    byte[] publicBytes();

    /** The secret shared with the peer by what it sent; null where that is no valid key or ciphertext. */
    byte @Nullable [] agree(byte[] peerPublic);
}
