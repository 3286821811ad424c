package dev.plumb.sdp.attribute;

import org.jspecify.annotations.Nullable;

/**
 * The key to a typed view: an attribute's name and how its value is read.
 *
 * @param <T> the typed view
 * @param name the attribute's name
 * @param parser reads the value
 */
public record SdpAttributeType<T extends Attribute>(String name, Parser<T> parser) {
    /**
     * A parser of a value, which throws nothing on any text.
     *
     * @param <T> the typed view
     */
    @FunctionalInterface
    public interface Parser<T> {
        /** Returns the typed view, or null if the value is malformed. */
        @Nullable
        T parse(String value);
    }

    /** Reads the attribute; null where it has another name or a malformed value. */
    public @Nullable T parse(SdpAttribute attribute) {
        return attribute.name().equalsIgnoreCase(name) ? parser.parse(attribute.value()) : null;
    }

    /** Returns the attribute of this name with a value. */
    SdpAttribute attribute(String value) {
        return SdpAttribute.of(name, value);
    }
}
