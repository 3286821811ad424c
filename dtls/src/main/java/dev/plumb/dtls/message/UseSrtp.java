package dev.plumb.dtls.message;

import java.util.List;
import java.util.Optional;

/**
 * The extension that offers SRTP profiles, or names the one chosen.
 *
 * <pre>
 * +--------------+------------------+-------------+----------------+
 * | length (16)  | profiles (16 ea) | length (8)  | MKI (0..255)   |
 * +--------------+------------------+-------------+----------------+
 * </pre>
 *
 * @param profiles numbers of profiles, known or not
 * @param mki the master key identifier; we send none and use none
 * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.1.1 RFC 5764 4.1.1, use_srtp Extension Definition
 */
public record UseSrtp(List<Integer> profiles, byte[] mki) {
    public UseSrtp(List<Integer> profiles) {
        this(profiles, new byte[0]);
    }

    public static Optional<UseSrtp> parse(byte[] content) {
        WireReader in = new WireReader(content);
        List<Integer> profiles = new WireReader(in.vector16()).list16();
        byte[] mki = in.vector8();
        return in.complete() && !profiles.isEmpty() ? Optional.of(new UseSrtp(profiles, mki)) : Optional.empty();
    }

    public byte[] toBytes() {
        WireWriter list = new WireWriter();
        profiles.forEach(list::u16);
        return new WireWriter().vector16(list.toByteArray()).vector8(mki).toByteArray();
    }
}
