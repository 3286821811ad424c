package dev.plumb.cli.check;

/** The values that numeric options may have. */
public final class Ranges {
    private Ranges() {}

    /** Refuses a value outside a range; both ends belong to it. */
    public static void require(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
