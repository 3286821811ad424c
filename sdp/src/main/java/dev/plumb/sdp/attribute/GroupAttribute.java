package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Media sections that belong together: {@code BUNDLE} share one transport, {@code LS} are lip-synchronised.
 *
 * <pre>
 * a=group:&lt;semantics&gt; [&lt;identification-tag&gt; ...]
 * </pre>
 *
 * @param semantics the semantics, such as {@code BUNDLE}, {@code LS}
 * @param mids the tags in order; may be empty
 * @spec https://www.rfc-editor.org/rfc/rfc5888#section-5 RFC 5888 5
 * @spec https://www.rfc-editor.org/rfc/rfc9143#section-5 RFC 9143 5
 */
public record GroupAttribute(String semantics, List<String> mids) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<GroupAttribute> TYPE = new SdpAttributeType<>("group", GroupAttribute::parse);

    /** The semantics of one transport for all. */
    public static final String BUNDLE = "BUNDLE";

    /** Checks that all are words. */
    public GroupAttribute {
        SdpText.requireWord(semantics, "semantics");
        mids = List.copyOf(mids);
        mids.forEach(mid -> SdpText.requireWord(mid, "mid"));
    }

    /** Returns the group of sections on one transport. */
    public static GroupAttribute bundle(List<String> mids) {
        return new GroupAttribute(BUNDLE, mids);
    }

    /** Reads the value; null where it is empty. */
    public static @Nullable GroupAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        return fields.isEmpty() ? null : new GroupAttribute(fields.getFirst(), fields.subList(1, fields.size()));
    }

    /** Returns whether the sections share one transport. */
    public boolean isBundle() {
        return semantics.equalsIgnoreCase(BUNDLE);
    }

    /** Returns the value. */
    public String write() {
        return semantics + mids.stream().map(mid -> " " + mid).collect(Collectors.joining());
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
