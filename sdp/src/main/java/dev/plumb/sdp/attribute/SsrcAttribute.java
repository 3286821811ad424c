package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * A property of one RTP source.
 *
 * <pre>
 * a=ssrc:&lt;ssrc-id&gt; &lt;attribute&gt;[:&lt;value&gt;]
 * </pre>
 *
 * @param ssrc 0..2^32-1
 * @param property the property, such as {@code cname}, {@code msid}
 * @param text the value; empty where there is none
 * @spec https://www.rfc-editor.org/rfc/rfc5576#section-4.1 RFC 5576 4.1
 */
public record SsrcAttribute(long ssrc, String property, String text) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<SsrcAttribute> TYPE = new SdpAttributeType<>("ssrc", SsrcAttribute::parse);

    static final long LARGEST_SSRC = 0xffff_ffffL;

    /** Checks the ranges. */
    public SsrcAttribute {
        SdpText.requireRange(ssrc, 0, LARGEST_SSRC, "SSRC");
        SdpText.requireWord(property, "source attribute");
        SdpText.require(property.indexOf(':') < 0, "a source attribute's name must have no colon", property);
        SdpText.requireOneLine(text, "source attribute's value");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable SsrcAttribute parse(String value) {
        int space = value.indexOf(' ');
        long ssrc = space < 0 ? -1 : SdpText.number(value.substring(0, space), LARGEST_SSRC);
        String rest = value.substring(space + 1).strip();
        int colon = rest.indexOf(':');
        String property = colon < 0 ? rest : rest.substring(0, colon);
        if (ssrc < 0 || !SdpText.isWord(property) || !SdpText.isOneLine(rest)) {
            return null;
        }
        return new SsrcAttribute(ssrc, property, colon < 0 ? "" : rest.substring(colon + 1));
    }

    /** Returns the value. */
    public String write() {
        return ssrc + " " + property + (text.isEmpty() ? "" : ":" + text);
    }

    @Override
    public SdpAttribute attribute() {
        return TYPE.attribute(write());
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
