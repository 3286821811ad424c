package dev.plumb.objects;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one property of a track should or must be.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#constraint-types Media Capture 12, Constraints
 */
public sealed interface MediaConstraint {
    /**
     * A number. Bounds and exact values must hold; an ideal one is come close to.
     *
     * @param min at least
     * @param max at most
     * @param exact this and no other
     * @param ideal best
     */
    record Numeric(OptionalDouble min, OptionalDouble max, OptionalDouble exact, OptionalDouble ideal)
            implements MediaConstraint {
        /** The least that is allowed, within what is possible. */
        double lowest(double possible) {
            return Math.max(possible, exact.orElse(min.orElse(possible)));
        }

        /** The most that is allowed, within what is possible. */
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

    /** Best this number. */
    static MediaConstraint ideal(double value) {
        return new Numeric(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(value));
    }

    /** This number and no other. */
    static MediaConstraint exact(double value) {
        return new Numeric(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(value), OptionalDouble.empty());
    }

    /** A number from {@code min} to {@code max}. */
    static MediaConstraint between(double min, double max) {
        return new Numeric(
                OptionalDouble.of(min), OptionalDouble.of(max), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Best this name. */
    static MediaConstraint ideal(String value) {
        return new Named(List.of(), List.of(value));
    }

    /** This name and no other. */
    static MediaConstraint exact(String value) {
        return new Named(List.of(value), List.of());
    }
}
