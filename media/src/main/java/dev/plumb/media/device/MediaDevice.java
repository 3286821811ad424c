package dev.plumb.media.device;

import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoSource;
import java.util.Map;

/**
 * A device that captures sound or pictures, such as a microphone or a camera: real, synthetic, or an application's own.
 * It is safe on any thread.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#mediadevices Media Capture 10.2, MediaDevices
 */
public sealed interface MediaDevice {
    /** Returns its id, unique among the devices of a machine. */
    String id();

    /** Returns the group id, which devices of one piece of hardware share; empty for none. */
    String groupId();

    /** Returns the human-readable label. The protocol does not use it. */
    String label();

    /** Returns the kind of media that the device captures. */
    MediaKind kind();

    /**
     * Returns the range of each property that can be chosen, by the names of Media Capture's constrainable properties:
     * width, height, frameRate, sampleRate and so on.
     */
    Map<String, Range> ranges();

    /**
     * The range of one property.
     *
     * @param usual the value where no constraint asks for another
     */
    record Range(double min, double max, double usual) {
        public Range {
            if (!(min <= usual && usual <= max)) {
                throw new IllegalArgumentException("not min <= usual <= max: " + min + ", " + usual + ", " + max);
            }
        }

        /** Returns a range of exactly one value. */
        public static Range only(double value) {
            return new Range(value, value, value);
        }
    }

    /** A device that captures sound. */
    non-sealed interface AudioInput extends MediaDevice {
        @Override
        default MediaKind kind() {
            return MediaKind.AUDIO;
        }

        /**
         * Opens it.
         *
         * @param settings a value within its range for each of {@link #ranges()}
         * @throws IllegalStateException where it cannot be opened at the moment
         */
        AudioSource open(Map<String, Double> settings);
    }

    /** A device that captures pictures. */
    non-sealed interface VideoInput extends MediaDevice {
        @Override
        default MediaKind kind() {
            return MediaKind.VIDEO;
        }

        /**
         * Opens it.
         *
         * @param settings a value within its range for each of {@link #ranges()}
         * @throws IllegalStateException where it cannot be opened at the moment
         */
        VideoSource open(Map<String, Double> settings);
    }
}
