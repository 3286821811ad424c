package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * Something beyond the standards that a side requires its peer to understand, or that it says it understands. Session
 * level; peers that know nothing of this ignore the lines, and their silence is a refusal of what is required.
 *
 * <pre>
 * a=must-understand:&lt;name&gt;
 * a=understands:&lt;name&gt;
 * </pre>
 *
 * @param name unique in the world, one word
 * @param required whether the extension is required, or only known
 */
public record ExtensionAttribute(String name, boolean required) implements Attribute {
    /** The key for lookups of what is required. */
    public static final SdpAttributeType<ExtensionAttribute> REQUIRED =
            new SdpAttributeType<>("must-understand", value -> parse(value, true));

    /** The key for lookups of what is understood. */
    public static final SdpAttributeType<ExtensionAttribute> UNDERSTOOD =
            new SdpAttributeType<>("understands", value -> parse(value, false));

    /** Checks the name. */
    public ExtensionAttribute {
        SdpText.require(SdpText.isWord(name), "an extension's name is one word", name);
    }

    private static @Nullable ExtensionAttribute parse(String value, boolean required) {
        String name = value.strip();
        return SdpText.isWord(name) ? new ExtensionAttribute(name, required) : null;
    }

    @Override
    public SdpAttribute attribute() {
        return (required ? REQUIRED : UNDERSTOOD).attribute(name);
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
