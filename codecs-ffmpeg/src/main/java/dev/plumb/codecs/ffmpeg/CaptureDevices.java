package dev.plumb.codecs.ffmpeg;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.device.MediaDevice;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cameras and microphones of this machine, as FFmpeg reads them on Linux (Video4Linux2, ALSA), and files that
 * replace them. Add them to an agent's {@code mediaDevices()}.
 */
public final class CaptureDevices {
    private static final Path DEVICES = Path.of("/dev");

    private CaptureDevices() {}

    /** Returns the present devices. The list is empty if there are none, or if this is not Linux. */
    public static List<MediaDevice> list() {
        List<MediaDevice> found = new ArrayList<>();
        for (Path camera : matching(DEVICES, "video*")) {
            found.add(camera("v4l2", camera.toString(), "Camera " + camera.getFileName()));
        }
        // a capture device of any sound card; which one is meant by default is for ALSA's configuration to say
        if (!matching(DEVICES.resolve("snd"), "pcm*c").isEmpty()) {
            found.add(microphone("alsa", "default", "Microphone"));
        }
        return found;
    }

    private static List<Path> matching(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
                all.forEach(found::add);
            } catch (IOException e) {
                System.getLogger("dev.plumb.codecs").log(System.Logger.Level.WARNING, "devices cannot be listed", e);
            }
        }
        found.sort(null);
        return found;
    }

    /**
     * Returns a camera.
     *
     * @param format FFmpeg's input format, such as {@code v4l2}
     * @param device the device's name there, such as {@code /dev/video0}
     * @param label a human-readable label
     */
    public static MediaDevice.VideoInput camera(String format, String device, String label) {
        return new Camera(format, device, label);
    }

    /**
     * Returns a microphone.
     *
     * @param format FFmpeg's input format, such as {@code alsa}
     * @param device the device's name there, such as {@code default}
     * @param label a human-readable label
     */
    public static MediaDevice.AudioInput microphone(String format, String device, String label) {
        return new Microphone(format, device, label);
    }

    /**
     * Returns devices that play a file again and again.
     *
     * @throws IOException where it has nothing that can be played
     */
    public static List<MediaDevice> ofFile(Path file) throws IOException {
        FileSource probe = FileSource.open(file, true, () -> {});
        List<MediaDevice> devices = new ArrayList<>();
        if (probe.audio().isPresent()) {
            devices.add(new FileMicrophone(file));
        }
        if (probe.video().isPresent()) {
            devices.add(new FileCamera(file));
        }
        return devices;
    }

    private record Camera(String format, String device, String label) implements MediaDevice.VideoInput {
        @Override
        public String id() {
            return device;
        }

        @Override
        public String groupId() {
            return "";
        }

        @Override
        public Map<String, Range> ranges() {
            return Map.of(
                    "width", new Range(64, 3840, 640),
                    "height", new Range(64, 2160, 480),
                    "frameRate", new Range(1, 60, 30));
        }

        @Override
        public VideoSource open(Map<String, Double> settings) {
            Map<String, String> options = format.equals("v4l2")
                    ? Map.of(
                            "video_size",
                            whole(settings, "width", 640) + "x" + whole(settings, "height", 480),
                            "framerate",
                            Integer.toString(whole(settings, "frameRate", 30)))
                    : Map.of();
            return new VideoSource() {
                private @Nullable Capture capture;

                @Override
                public void start(Loop worker, VideoSink sink) {
                    capture = Capture.start(format, device, options, worker, new FilePictures(worker, sink));
                }

                @Override
                public void stop() {
                    if (capture != null) {
                        capture.stop();
                    }
                }
            };
        }

        private static int whole(Map<String, Double> settings, String name, int otherwise) {
            return (int) Math.round(settings.getOrDefault(name, (double) otherwise));
        }
    }

    private record Microphone(String format, String device, String label) implements MediaDevice.AudioInput {
        @Override
        public String id() {
            return format + ":" + device;
        }

        @Override
        public String groupId() {
            return "";
        }

        @Override
        public Map<String, Range> ranges() {
            return Map.of("sampleRate", Range.only(48_000), "channelCount", new Range(1, 2, 1));
        }

        @Override
        public AudioSource open(Map<String, Double> settings) {
            return new AudioSource() {
                private @Nullable Capture capture;

                @Override
                public void start(Loop worker, AudioSink sink) {
                    capture = Capture.start(format, device, Map.of(), worker, new FileSound(sink));
                }

                @Override
                public void stop() {
                    if (capture != null) {
                        capture.stop();
                    }
                }
            };
        }
    }

    private static FileSource repeating(Path file) {
        try {
            return FileSource.open(file, true, () -> {});
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be played any more", e);
        }
    }

    private record FileMicrophone(Path file) implements MediaDevice.AudioInput {
        @Override
        public String id() {
            return "file-microphone";
        }

        @Override
        public String groupId() {
            return "file";
        }

        @Override
        public String label() {
            return "Sound of " + file.getFileName();
        }

        @Override
        public Map<String, Range> ranges() {
            return Map.of("sampleRate", Range.only(48_000), "channelCount", new Range(1, 2, 1));
        }

        @Override
        public AudioSource open(Map<String, Double> settings) {
            return repeating(file)
                    .audio()
                    .orElseThrow(() -> new IllegalStateException(file + " has no sound any more"));
        }
    }

    private record FileCamera(Path file) implements MediaDevice.VideoInput {
        @Override
        public String id() {
            return "file-camera";
        }

        @Override
        public String groupId() {
            return "file";
        }

        @Override
        public String label() {
            return "Pictures of " + file.getFileName();
        }

        @Override
        public Map<String, Range> ranges() {
            return Map.of();
        }

        @Override
        public VideoSource open(Map<String, Double> settings) {
            return repeating(file)
                    .video()
                    .orElseThrow(() -> new IllegalStateException(file + " has no pictures any more"));
        }
    }
}
