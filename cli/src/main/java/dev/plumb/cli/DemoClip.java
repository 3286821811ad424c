package dev.plumb.cli;

import dev.plumb.codecs.ffmpeg.FileRecorder;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** The demo's own clip: numbered test pictures of 640x360 at 30 a second, and a tone. */
final class DemoClip {
    static final double TONE_HZ = 440;

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int FRAMES_PER_SECOND = 30;
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int SAMPLES = 960;
    private static final long PIECE_NANOS = 20_000_000L;
    private static final long QUEUED_BYTES = 16L << 20;
    private static final double AMPLITUDE = 0.4;

    private DemoClip() {}

    /**
     * Makes the clip, reporting how much of it is done, 0 to 1. It is given up, and may be partial, when told to stop.
     */
    static void make(Path path, int seconds, BooleanSupplier stop, DoubleConsumer progress) throws IOException {
        try (FileRecorder recorder = FileRecorder.create(path, Set.of(MediaKind.AUDIO, MediaKind.VIDEO))) {
            int pieces = seconds * 50;
            int pictures = 0;
            for (int piece = 0; piece < pieces && !stop.getAsBoolean(); piece++) {
                long at = piece * PIECE_NANOS;
                while (pictures * 1_000_000_000L / FRAMES_PER_SECOND <= at) {
                    recorder.video(
                            TestPattern.draw(pictures, WIDTH, HEIGHT, pictures * 1_000_000_000L / FRAMES_PER_SECOND));
                    pictures++;
                }
                recorder.audio(new AudioFrame(tone(piece), SAMPLE_RATE_HZ, 1, at));
                while (recorder.queuedBytes() > QUEUED_BYTES && !recorder.failed() && !stop.getAsBoolean()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
                if (piece % 25 == 0) {
                    progress.accept((double) piece / pieces);
                }
            }
            if (recorder.failed() || recorder.dropped() > 0) {
                throw new IOException("the clip could not be written to " + path);
            }
        }
        if (!stop.getAsBoolean()) {
            progress.accept(1);
        }
    }

    private static short[] tone(int piece) {
        short[] samples = new short[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double t = (double) (piece * (long) SAMPLES + i) / SAMPLE_RATE_HZ;
            samples[i] = (short) (32_767 * AMPLITUDE * Math.sin(2 * Math.PI * TONE_HZ * t));
        }
        return samples;
    }
}
