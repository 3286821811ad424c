package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ICE extensions the agent uses.
 *
 * <pre>
 * a=ice-options:&lt;tag&gt; [&lt;tag&gt; ...]
 * </pre>
 *
 * @param options the options, such as {@code trickle}, {@code ice2}, {@code renomination}; at least one
 * @spec https://www.rfc-editor.org/rfc/rfc8839#section-5.6 RFC 8839 5.6
 */
public record IceOptionsAttribute(List<String> options) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<IceOptionsAttribute> TYPE =
            new SdpAttributeType<>("ice-options", IceOptionsAttribute::parse);

    /** Checks that there is one and all are words. */
    public IceOptionsAttribute {
        options = List.copyOf(options);
        SdpText.require(!options.isEmpty(), "ice-options must name an option", options);
        options.forEach(option -> SdpText.requireWord(option, "ICE option"));
    }

    /** Reads the value; null where it is empty. */
    public static @Nullable IceOptionsAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        return fields.isEmpty() ? null : new IceOptionsAttribute(fields);
    }

    /** Returns whether candidates may follow one by one (trickle ICE). */
    public boolean isTrickle() {
        return options.contains("trickle");
    }

    /** Returns the value. */
    public String write() {
        return String.join(" ", options);
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
