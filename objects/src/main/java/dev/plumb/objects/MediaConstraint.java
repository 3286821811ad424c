package dev.plumb.objects;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A constraint on one property of a track: the values it should or must have.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#constraint-types Media Capture 12, Constraints
 */
public sealed interface MediaConstraint {
    /**
     * A number. Bounds and exact values must hold; an ideal one is come close to.
     *
     * @param min the least value
     * @param max the greatest value
     * @param exact this and no other
     * @param ideal best
     */
    record Numeric(OptionalDouble min, OptionalDouble max, OptionalDouble exact, OptionalDouble ideal)
            implements MediaConstraint {
        /** Returns the least allowed value, within what is possible. */
        double lowest(double possible) {
            return Math.max(possible, exact.orElse(min.orElse(possible)));
        }

        /** Returns the greatest allowed value, within what is possible. */
        double highest(double possible) {
            return Math.min(possible, exact.orElse(max.orElse(possible)));
        }
    }

    /**
     * A name, as of a device.
     *
     * @param exact one of these; empty for any
     * @param ideal best one of these
     */
    record Named(List<String> exact, List<String> ideal) implements MediaConstraint {
        public Named {
            exact = List.copyOf(exact);
            ideal = List.copyOf(ideal);
        }
    }

    /** Returns a constraint that prefers the value closest to a number. */
    static MediaConstraint ideal(double value) {
        return new Numeric(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(value));
    }

    /** Returns a constraint that requires exactly a number. */
    static MediaConstraint exact(double value) {
        return new Numeric(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(value), OptionalDouble.empty());
    }

    /** Returns a constraint that requires a number from {@code min} to {@code max}. */
    static MediaConstraint between(double min, double max) {
        return new Numeric(
                OptionalDouble.of(min), OptionalDouble.of(max), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Returns a constraint that prefers a name. */
    static MediaConstraint ideal(String value) {
        return new Named(List.of(), List.of(value));
    }

    /** Returns a constraint that requires exactly a name. */
    static MediaConstraint exact(String value) {
        return new Named(List.of(value), List.of());
    }
}
