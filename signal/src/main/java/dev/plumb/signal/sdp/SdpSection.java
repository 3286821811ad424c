package dev.plumb.signal.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a description: the session's or one medium's. Lookups go by the order of the lines. */
public sealed interface SdpSection permits SessionDescription, MediaDescription {
    /** All lines in their order; a medium's without its {@code m=} line. */
    List<SdpLine> lines();

    /** The first line of that type; null where there is none. */
    default @Nullable SdpLine firstLine(char type) {
        for (SdpLine line : lines()) {
            if (line.type() == type) {
                return line;
            }
        }
        return null;
    }

    /** All lines of that type. */
    default List<SdpLine> allLines(char type) {
        return lines().stream().filter(line -> line.type() == type).toList();
    }

    /** All attributes. */
    default List<SdpAttribute> attributes() {
        return lines().stream().map(SdpLine::attribute).filter(Objects::nonNull).toList();
    }

    /** The first attribute of that name; null where there is none. */
    default @Nullable SdpAttribute first(String name) {
        for (SdpLine line : lines()) {
            if (line.isAttribute(name)) {
                return line.attribute();
            }
        }
        return null;
    }

    /** All attributes of that name. */
    default List<SdpAttribute> all(String name) {
        return lines().stream()
                .filter(line -> line.isAttribute(name))
                .map(SdpLine::attribute)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether there is an attribute of that name. */
    default boolean has(String name) {
        return lines().stream().anyMatch(line -> line.isAttribute(name));
    }

    /** Whether that flag stands here. */
    default boolean has(FlagAttribute flag) {
        return attributes().stream().anyMatch(attribute -> FlagAttribute.parse(attribute.text()) == flag);
    }

    /** The first well-formed attribute of that type; null where there is none. */
    default <T extends Attribute> @Nullable T first(AttributeType<T> type) {
        for (SdpLine line : lines()) {
            SdpAttribute attribute = line.isAttribute(type.name()) ? line.attribute() : null;
            T parsed = attribute == null ? null : type.parse(attribute);
            if (parsed != null) {
                return parsed;
            }
        }
        return null;
    }

    /** All well-formed attributes of that type. */
    default <T extends Attribute> List<T> all(AttributeType<T> type) {
        List<T> found = new ArrayList<>();
        for (SdpAttribute attribute : all(type.name())) {
            T parsed = type.parse(attribute);
            if (parsed != null) {
                found.add(parsed);
            }
        }
        return List.copyOf(found);
    }

    /** The first direction attribute; null where there is none. */
    default @Nullable DirectionAttribute direction() {
        for (SdpAttribute attribute : attributes()) {
            DirectionAttribute direction = DirectionAttribute.parse(attribute.text());
            if (direction != null) {
                return direction;
            }
        }
        return null;
    }

    /** The first {@code c=} line; null where there is none or it is malformed. */
    default @Nullable Connection connection() {
        SdpLine line = firstLine('c');
        return line == null ? null : Connection.parse(line.value());
    }

    /** All well-formed {@code b=} lines. */
    default List<Bandwidth> bandwidths() {
        return allLines('b').stream()
                .map(line -> Bandwidth.parse(line.value()))
                .filter(Objects::nonNull)
                .toList();
    }
}
