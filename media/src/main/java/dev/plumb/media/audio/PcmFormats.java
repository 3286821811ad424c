package dev.plumb.media.audio;

/** The checks of sample rates and channels that callers choose. */
final class PcmFormats {
    private static final int LOWEST_RATE_HZ = 8_000;
    private static final int HIGHEST_RATE_HZ = 192_000;

    private PcmFormats() {}

    /** Throws where a rate or a number of channels is out of range. */
    static void require(int sampleRateHz, int channels) {
        requireBetween("sampleRateHz", sampleRateHz, LOWEST_RATE_HZ, HIGHEST_RATE_HZ);
        requireBetween("channels", channels, 1, 2);
    }

    /** Throws where a value is out of its range. */
    static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
