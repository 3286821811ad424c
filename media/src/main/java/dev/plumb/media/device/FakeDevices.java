package dev.plumb.media.device;

import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.video.VideoSource;
import java.util.Map;

/**
 * A microphone that hears a tone and a camera that sees a test pattern, for tests and for machines that have neither.
 */
public final class FakeDevices {
    private static final double TONE_HZ = 440;
    private static final double AMPLITUDE = 0.5;

    private FakeDevices() {}

    /** Returns the microphone. */
    public static MediaDevice.AudioInput microphone() {
        return new Microphone();
    }

    /** Returns the camera, with up to 1920x1080 pixels at up to 60 pictures a second. */
    public static MediaDevice.VideoInput camera() {
        return new Camera();
    }

    private record Microphone() implements MediaDevice.AudioInput {
        @Override
        public String id() {
            return "fake-microphone";
        }

        @Override
        public String groupId() {
            return "fake";
        }

        @Override
        public String label() {
            return "Fake microphone";
        }

        @Override
        public Map<String, Range> ranges() {
            return Map.of("sampleRate", Range.only(48_000), "channelCount", Range.only(1));
        }

        @Override
        public AudioSource open(Map<String, Double> settings) {
            return new ToneSource(TONE_HZ, AMPLITUDE);
        }
    }

    private record Camera() implements MediaDevice.VideoInput {
        @Override
        public String id() {
            return "fake-camera";
        }

        @Override
        public String groupId() {
            return "fake";
        }

        @Override
        public String label() {
            return "Fake camera";
        }

        @Override
        public Map<String, Range> ranges() {
            return Map.of(
                    "width", new Range(64, 1920, 640),
                    "height", new Range(64, 1080, 480),
                    "frameRate", new Range(1, 60, 30));
        }

        @Override
        public VideoSource open(Map<String, Double> settings) {
            return new TestPatternSource(
                    even(settings.getOrDefault("width", 640.0)),
                    even(settings.getOrDefault("height", 480.0)),
                    settings.getOrDefault("frameRate", 30.0));
        }

        /** Rounds a value down to an even number, since chroma has half the size. */
        private static int even(double value) {
            return (int) Math.round(value) & ~1;
        }
    }
}
