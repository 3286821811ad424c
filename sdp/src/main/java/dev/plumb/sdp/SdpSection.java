package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SdpAttributeType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a description: the session's or one medium's. Lookups go by the order of the lines. */
public sealed interface SdpSection permits SessionDescription, MediaDescription {
    /** Returns all lines in their order; those of a media section without its {@code m=} line. */
    List<SdpLine> lines();

    /** Returns the first line of that type; null where there is none. */
    default @Nullable SdpLine firstLine(char type) {
        return SdpLines.index(lines()).firstOfType(type);
    }

    /** Returns all lines of that type. */
    default List<SdpLine> allLines(char type) {
        return SdpLines.index(lines()).ofType(type);
    }

    /** Returns all attributes. */
    default List<SdpAttribute> attributes() {
        return SdpLines.index(lines()).attributes();
    }

    /** Returns the first attribute of that name; null where there is none. */
    default @Nullable SdpAttribute first(String name) {
        return SdpLines.index(lines()).firstNamed(name);
    }

    /** Returns all attributes of that name. */
    default List<SdpAttribute> all(String name) {
        return SdpLines.index(lines()).named(name);
    }

    /** Returns true where there is an attribute of that name. */
    default boolean has(String name) {
        return first(name) != null;
    }

    /** Returns true where the section has that flag. */
    default boolean has(FlagAttribute flag) {
        for (SdpAttribute attribute : SdpLines.index(lines()).named(flag.attributeName())) {
            if (FlagAttribute.parse(attribute.text()) == flag) {
                return true;
            }
        }
        return false;
    }

    /** Returns the first well-formed attribute of that type; null where there is none. */
    default <T extends Attribute> @Nullable T first(SdpAttributeType<T> type) {
        List<T> found = all(type);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Returns all well-formed attributes of that type. */
    default <T extends Attribute> List<T> all(SdpAttributeType<T> type) {
        return SdpLines.index(lines()).all(type);
    }

    /** Returns the first direction attribute; null where there is none. */
    default @Nullable DirectionAttribute direction() {
        for (SdpAttribute attribute : attributes()) {
            DirectionAttribute direction = DirectionAttribute.parse(attribute.text());
            if (direction != null) {
                return direction;
            }
        }
        return null;
    }

    /** Returns the first {@code c=} line; null where there is none or it is malformed. */
    default @Nullable Connection connection() {
        SdpLine line = firstLine('c');
        return line == null ? null : Connection.parse(line.value());
    }

    /** Returns all well-formed {@code b=} lines. */
    default List<Bandwidth> bandwidths() {
        return allLines('b').stream()
                .map(line -> Bandwidth.parse(line.value()))
                .filter(Objects::nonNull)
                .toList();
    }
}
