package dev.plumb.media.audio;

import java.time.Duration;

/**
 * The options of a {@link PcmSource}.
 *
 * @param channels 1 or 2, of the sound that the source gives. Sound in another number of channels is converted. The
 *     default is 1.
 * @param capacity the longest sound that waits in the source, 40 ms to 10 minutes. A higher value lets a fast producer
 *     run further ahead and takes more memory, 96 KB a second for sound at 48 kHz in one channel. The default is 10 s.
 */
public record PcmSourceOptions(int channels, Duration capacity) {
    private static final Duration SMALLEST_CAPACITY = Duration.ofMillis(40);
    private static final Duration LARGEST_CAPACITY = Duration.ofMinutes(10);

    /** One channel, 10 s. */
    public static final PcmSourceOptions DEFAULT = new PcmSourceOptions(1, Duration.ofSeconds(10));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a value is out of its range
     */
    public PcmSourceOptions {
        PcmFormats.requireBetween("channels", channels, 1, 2);
        if (capacity.compareTo(SMALLEST_CAPACITY) < 0 || capacity.compareTo(LARGEST_CAPACITY) > 0) {
            throw new IllegalArgumentException(
                    "capacity must be between " + SMALLEST_CAPACITY + " and " + LARGEST_CAPACITY + ", not " + capacity);
        }
    }

    /** Returns these options with another number of channels. */
    public PcmSourceOptions withChannels(int newChannels) {
        return new PcmSourceOptions(newChannels, capacity);
    }

    /** Returns these options with another capacity. */
    public PcmSourceOptions withCapacity(Duration newCapacity) {
        return new PcmSourceOptions(channels, newCapacity);
    }
}
