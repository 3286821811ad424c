package dev.plumb.dtls;

import dev.plumb.dtls.suite.NamedGroup;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of a handshake's keys. A key on Curve25519, which either role can use, may be made ahead. */
final class EphemeralKeys {
    private final SecureRandom random;
    private @Nullable EcdhKey ahead;

    EphemeralKeys(SecureRandom random) {
        this.random = random;
    }

    /** Makes a key now, while there is time. */
    void prepare() {
        if (ahead == null) {
            ahead = EcdhKey.generate(NamedGroup.X25519, random);
        }
    }

    /** Generates a key of our own in a group. */
    KeyExchange generate(NamedGroup group) {
        return group == NamedGroup.X25519MLKEM768 ? HybridKey.generate(x25519(), random) : curve(group);
    }

    /**
     * Returns the keys of a ClientHello: one of the preferred group and, beside a hybrid one, its classical half by
     * itself.
     *
     * @param groups the groups, the preferred one first
     */
    List<KeyExchange> shares(List<NamedGroup> groups) {
        if (groups.getFirst() != NamedGroup.X25519MLKEM768) {
            return List.of(generate(groups.getFirst()));
        }
        EcdhKey curve = x25519();
        List<KeyExchange> shares = new ArrayList<>(List.of(HybridKey.generate(curve, random)));
        if (groups.contains(NamedGroup.X25519)) {
            shares.add(curve);
        }
        return shares;
    }

    /** Answers a client's share; null where that is not valid. */
    @Nullable
    Agreed answer(NamedGroup group, byte[] clientShare) {
        if (group == NamedGroup.X25519MLKEM768) {
            return HybridKey.answer(x25519(), clientShare, random);
        }
        EcdhKey ours = curve(group);
        byte[] secret = ours.agree(clientShare);
        return secret == null ? null : new Agreed(ours.publicBytes(), secret);
    }

    private EcdhKey curve(NamedGroup group) {
        return group == NamedGroup.X25519 ? x25519() : EcdhKey.generate(group, random);
    }

    private EcdhKey x25519() {
        EcdhKey made = ahead;
        ahead = null; // each serves one handshake
        return made == null ? EcdhKey.generate(NamedGroup.X25519, random) : made;
    }
}
