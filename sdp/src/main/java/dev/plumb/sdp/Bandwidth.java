package dev.plumb.sdp;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the bit rate.
 *
 * <pre>
 * b=&lt;bwtype&gt;:&lt;bandwidth&gt;
 * </pre>
 *
 * @param type {@code AS} and {@code CT} in kbit/s, {@code TIAS} in bit/s, or another
 * @param amount 0 or more, in the type's unit
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.8 RFC 8866 5.8
 * @spec https://www.rfc-editor.org/rfc/rfc3890#section-6.2 RFC 3890 6.2
 */
public record Bandwidth(String type, long amount) {
    /** Application-specific maximum, headers included, in kbit/s. */
    public static final String AS = "AS";

    /** Transport-independent maximum, without headers, in bit/s. */
    public static final String TIAS = "TIAS";

    /** Checks the range. */
    public Bandwidth {
        SdpText.requireWord(type, "bandwidth type");
        SdpText.require(type.indexOf(':') < 0, "a bandwidth type must have no colon", type);
        SdpText.requireRange(amount, 0, Long.MAX_VALUE, "bandwidth");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable Bandwidth parse(String value) {
        int colon = value.indexOf(':');
        String type = colon < 0 ? "" : value.substring(0, colon).strip();
        long amount = SdpText.atMost(value.substring(colon + 1).strip(), Long.MAX_VALUE);
        return SdpText.isWord(type) && amount >= 0 ? new Bandwidth(type, amount) : null;
    }

    /** Returns the limit in bit/s: the amount of TIAS, a thousand times that of the others, at most Long.MAX_VALUE. */
    public long rateBps() {
        return type.equals(TIAS) ? amount : Math.min(amount, Long.MAX_VALUE / 1000) * 1000;
    }

    /** Returns the value. */
    public String write() {
        return type + ":" + amount;
    }

    @Override
    public String toString() {
        return "b=" + write();
    }
}
