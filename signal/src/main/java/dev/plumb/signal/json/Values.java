package dev.plumb.signal.json;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.SpecName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The values of dictionaries: their types, names and defaults. */
final class Values {
    private static final Map<Class<?>, Object> ABSENT = Map.of(
            Optional.class,
            Optional.empty(),
            OptionalInt.class,
            OptionalInt.empty(),
            OptionalLong.class,
            OptionalLong.empty(),
            OptionalDouble.class,
            OptionalDouble.empty(),
            List.class,
            List.of(),
            Map.class,
            Map.of(),
            boolean.class,
            false);

    private Values() {}

    /** Returns the value of a member of this type where it is absent, or null if it may not be. */
    static @Nullable Object absent(Class<?> type) {
        return ABSENT.get(type);
    }

    static String nameOf(Enum<?> constant) {
        return switch (constant) {
            case SpecName named -> named.spec();
            case MediaKind kind -> kind.spec();
            default -> constant.name();
        };
    }

    /** Returns the constant with a name, or null if there is none. */
    static @Nullable Enum<?> constantOf(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (constant instanceof Enum<?> e && nameOf(e).equals(name)) {
                return e;
            }
        }
        return null;
    }
}
