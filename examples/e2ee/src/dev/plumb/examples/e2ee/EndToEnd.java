package dev.plumb.examples.e2ee;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCEncodedVideoFrame;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCRtpTransform;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Frames are encrypted before they are packed and decrypted after they are put together: who has the transport's keys
 * sees nothing.
 */
public final class EndToEnd {
    private static final Duration WATCH = Duration.ofSeconds(3);
    private static final int VP8_KEY_CLEAR_BYTES = 10;
    private static final int VP8_DELTA_CLEAR_BYTES = 3;

    private EndToEnd() {}

    /**
     * The results of the example.
     *
     * @param picturesWithKey the pictures shown with the key
     * @param picturesWithoutKey the pictures shown without the key
     * @param loudest the loudest sound heard with the key, 0 to 1
     */
    public record Report(int picturesWithKey, int picturesWithoutKey, double loudest) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        byte[] baseKey = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);
        Pair pair = Pair.on(stage);
        AtomicInteger pictures = new AtomicInteger();
        AtomicBoolean hasKey = new AtomicBoolean(true);
        AtomicReference<Double> loudest = new AtomicReference<>(0.0);
        pair.right().onTrack(track -> {
            RTCRtpReceiver receiver = pair.right().receivers().getLast();
            receiver.transform(opening(new SFrame(1, baseKey), hasKey));
            switch (track.kind()) {
                case AUDIO -> track.onAudio(f -> loudest.accumulateAndGet(f.peak(), Math::max));
                case VIDEO -> track.onVideo(f -> TestPattern.numberIn(f).ifPresent(n -> pictures.incrementAndGet()));
            }
        });
        sealed(pair.left(), baseKey);
        stage.pass(WATCH);
        int with = pictures.get();
        double heard = loudest.get();
        out.printf("with the key: %d pictures, sound up to %.2f%n", with, heard);
        hasKey.set(false);
        stage.pass(Duration.ofSeconds(1));
        pictures.set(0);
        stage.pass(WATCH);
        out.println("without the key: " + pictures.get() + " pictures");
        return new Report(with, pictures.get(), heard);
    }

    private static void sealed(Plumb plumb, byte[] baseKey) {
        RTCRtpSender audio = plumb.send(plumb.getAgent().audioTrack("voice", new ToneSource(440, 0.5)));
        RTCRtpSender video = plumb.send(plumb.getAgent().videoTrack("face", new TestPatternSource(320, 240, 30)));
        SFrame ofAudio = new SFrame(1, baseKey);
        SFrame ofVideo = new SFrame(1, baseKey);
        audio.transform(sealing(ofAudio));
        video.transform(sealing(ofVideo));
    }

    /** Encrypts. A codec's first bytes stay in the clear, vouched for, since packets are made by them. */
    static RTCRtpTransform sealing(SFrame sframe) {
        return RTCRtpTransform.of(frame -> {
            int clear = clearBytes(frame);
            byte[] prefix = Arrays.copyOf(frame.data(), clear);
            byte[] rest = Arrays.copyOfRange(frame.data(), clear, frame.data().length);
            return List.of(frame.withData(joined(prefix, sframe.encrypt(rest, prefix))));
        });
    }

    /**
     * Returns a transform that decrypts frames, and drops those that it cannot decrypt. Without the key, frames are
     * passed to the decoder as they are.
     */
    static RTCRtpTransform opening(SFrame sframe, AtomicBoolean hasKey) {
        return RTCRtpTransform.of(frame -> {
            if (!hasKey.get()) {
                return List.of(frame);
            }
            int clear = clearBytes(frame);
            byte[] prefix = Arrays.copyOf(frame.data(), clear);
            byte[] rest = Arrays.copyOfRange(frame.data(), clear, frame.data().length);
            return sframe.decrypt(rest, prefix).map(opened -> frame.withData(joined(prefix, opened))).stream()
                    .toList();
        });
    }

    private static int clearBytes(RTCEncodedFrame frame) {
        int wanted = switch (frame) {
            case RTCEncodedVideoFrame v ->
                v.type() == RTCEncodedVideoFrame.Type.KEY ? VP8_KEY_CLEAR_BYTES : VP8_DELTA_CLEAR_BYTES;
            default -> 1;
        };
        return Math.min(wanted, frame.data().length);
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
