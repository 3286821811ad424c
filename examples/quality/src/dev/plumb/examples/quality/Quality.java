package dev.plumb.examples.quality;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCEncodedVideoFrame;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCRtpTransform;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener sends little; when it starts to talk, one call brings it to full quality, which the other side has a frame
 * later.
 */
public final class Quality {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int FRAMES_PER_SECOND = 30;
    private static final int FULL_AUDIO_BYTES = 80;
    private static final Duration LISTENING = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Quality() {}

    /**
     * The results of the example: times from the call to the first encoded frame of full quality.
     *
     * @param audioMillis the time for sound
     * @param videoMillis the time for pictures
     */
    public record Report(double audioMillis, double videoMillis) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        Pair pair = Pair.on(stage);
        AtomicLong fullAudioNanos = new AtomicLong();
        AtomicLong fullVideoNanos = new AtomicLong();
        pair.right().onTrack(track -> {
            RTCRtpReceiver receiver = pair.right().receivers().getLast();
            receiver.transform(RTCRtpTransform.of(frame -> {
                if (isFull(frame)) {
                    (receiver.kind() == MediaKind.AUDIO ? fullAudioNanos : fullVideoNanos)
                            .compareAndSet(0, stage.nowNanos());
                }
                return List.of(frame);
            }));
        });
        Agent agent = pair.left().getAgent();
        RTCRtpSender audio = pair.left().send(agent.audioTrack("voice", new ToneSource(440, 0.5)));
        RTCRtpSender video =
                pair.left().send(agent.videoTrack("face", new TestPatternSource(WIDTH, HEIGHT, FRAMES_PER_SECOND)));
        send(audio, RTCRtpEncodingParameters.DEFAULT.withMaxBitrateBps(8_000));
        send(
                video,
                RTCRtpEncodingParameters.DEFAULT
                        .withMaxBitrateBps(40_000)
                        .withResolutionScale(4)
                        .withMaxFramerate(5));
        stage.pass(LISTENING);
        fullAudioNanos.set(0);
        fullVideoNanos.set(0);
        out.println("listening: sound at 8 kbit/s, pictures of 160x90 at 5 a second");
        stage.pass(LISTENING);
        if (fullAudioNanos.get() != 0 || fullVideoNanos.get() != 0) {
            throw new IllegalStateException("full quality came before it was asked for");
        }

        double calledMillis = stage.nowMillis();
        send(audio, RTCRtpEncodingParameters.DEFAULT.withMaxBitrateBps(64_000));
        send(video, RTCRtpEncodingParameters.DEFAULT.withMaxBitrateBps(1_500_000));
        if (!stage.until(() -> fullAudioNanos.get() != 0 && fullVideoNanos.get() != 0, PATIENCE)) {
            throw new IllegalStateException("full quality did not arrive");
        }
        Report report =
                new Report(fullAudioNanos.get() / 1e6 - calledMillis, fullVideoNanos.get() / 1e6 - calledMillis);
        out.printf("talking: full sound arrived %.1f ms after the call%n", report.audioMillis());
        out.printf("talking: a full picture arrived %.1f ms after the call%n", report.videoMillis());
        return report;
    }

    private static void send(RTCRtpSender sender, RTCRtpEncodingParameters encoding) {
        sender.send(sender.getParameters().orElseThrow().withEncodings(List.of(encoding)));
    }

    private static boolean isFull(RTCEncodedFrame frame) {
        return frame instanceof RTCEncodedVideoFrame
                ? frame.metadata().width() == WIDTH
                : frame.data().length >= FULL_AUDIO_BYTES;
    }
}
