package dev.plumb.objects;

import java.util.Locale;
import java.util.Optional;

/** An enum whose constants have names in the W3C's specifications. */
public interface SpecName {
    /** Returns the constant's Java name. */
    String name();

    /** Returns the name in the specification: lower case, with hyphens. */
    default String spec() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the constant with a specification's name, or empty if there is none. */
    static <E extends Enum<E> & SpecName> Optional<E> of(Class<E> type, String spec) {
        for (E constant : type.getEnumConstants()) {
            if (constant.spec().equals(spec)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
