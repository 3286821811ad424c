package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * A media section's identification tag.
 *
 * <pre>
 * a=mid:&lt;identification-tag&gt;
 * </pre>
 *
 * @param mid the tag, one word
 * @spec https://www.rfc-editor.org/rfc/rfc5888#section-4 RFC 5888 4
 */
public record MidAttribute(String mid) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<MidAttribute> TYPE = new SdpAttributeType<>("mid", MidAttribute::parse);

    /** Checks the value. */
    public MidAttribute {
        SdpText.requireWord(mid, "mid");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable MidAttribute parse(String value) {
        String mid = value.strip();
        return SdpText.isWord(mid) ? new MidAttribute(mid) : null;
    }

    /** Returns the value. */
    public String write() {
        return mid;
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
