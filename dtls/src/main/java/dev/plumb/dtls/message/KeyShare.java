package dev.plumb.dtls.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One side's public key in a group.
 *
 * <pre>
 * +------------+-------------------------+
 * | group (16) | length (16) public key  |
 * +------------+-------------------------+
 * </pre>
 *
 * @param group the group's number, known or not
 * @param key the key as the group writes it
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.2.8 RFC 8446 4.2.8, Key Share
 */
public record KeyShare(int group, byte[] key) {
    /** A ServerHello's; empty where it is malformed. */
    public static Optional<KeyShare> parse(byte[] content) {
        WireReader in = new WireReader(content);
        KeyShare share = read(in);
        return in.complete() ? Optional.of(share) : Optional.empty();
    }

    /**
     * Parses the shares of a ClientHello, behind a 16-bit length, or returns null if they are malformed or have a group
     * twice.
     */
    public static @Nullable List<KeyShare> parseList(byte[] content) {
        WireReader in = new WireReader(content);
        WireReader list = new WireReader(in.vector16());
        List<KeyShare> shares = new ArrayList<>();
        while (list.more()) {
            KeyShare share = read(list);
            if (shares.stream().anyMatch(s -> s.group == share.group)) {
                return null;
            }
            shares.add(share);
        }
        return in.complete() && list.complete() ? shares : null;
    }

    /** Returns shares in the form of a ClientHello. */
    public static byte[] toBytes(List<KeyShare> shares) {
        WireWriter list = new WireWriter();
        shares.forEach(share -> share.write(list));
        return new WireWriter().vector16(list.toByteArray()).toByteArray();
    }

    private static KeyShare read(WireReader in) {
        return new KeyShare(in.u16(), in.vector16());
    }

    private void write(WireWriter out) {
        out.u16(group).vector16(key);
    }

    /** Returns the share in the form of a ServerHello. */
    public byte[] toBytes() {
        WireWriter out = new WireWriter();
        write(out);
        return out.toByteArray();
    }
}
