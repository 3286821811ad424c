package dev.plumb.examples.constraints;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.FakeDevices;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.MediaConstraint;
import dev.plumb.objects.MediaStreamConstraints;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.MediaTrackConstraints;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.signal.json.Dictionaries;
import dev.plumb.signal.json.JsonException;
import dev.plumb.signal.json.ReceiveConstraints;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An example in which a viewer declares the media that it is willing to receive, as often as it likes. The camera
 * conforms or stops; nothing is negotiated.
 */
public final class Constraints {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(2);

    private Constraints() {}

    /**
     * The results of the example.
     *
     * @param smallMillis the time from declaring half the size to the first picture of it
     * @param framesPerSecondWhenSlow the frame rate after declaring 5 pictures a second
     * @param packetsWhenRefused the packets sent in two seconds after declaring that nothing is accepted
     * @param backMillis the time from accepting again to the first picture
     */
    public record Report(
            double smallMillis, double framesPerSecondWhenSlow, long packetsWhenRefused, double backMillis) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        Pair pair = Pair.on(stage);
        AtomicInteger width = new AtomicInteger();
        AtomicLong frames = new AtomicLong();
        pair.right()
                .onTrack(track -> track.onVideo((VideoFrame frame) -> {
                    width.set(frame.width());
                    frames.incrementAndGet();
                }));
        Camera camera = new Camera(pair.left());
        // any way to bring a text across will do; here it is a data channel
        pair.left().onDataChannel(channel -> channel.onMessage(camera::hear));
        RTCDataChannel words = pair.right().channel("constraints");
        require(
                stage.until(
                        () -> width.get() == Camera.WIDTH && words.readyState() == RTCDataChannelState.OPEN, PATIENCE),
                "no pictures came");
        out.println("the camera sends " + width.get() + " pixels wide");

        ReceiveConstraints all = ReceiveConstraints.of(camera.muxId());
        double said = say(stage, words, all.withMinScale(2), out);
        require(stage.until(() -> width.get() == Camera.WIDTH / 2, PATIENCE), "the size did not change");
        double smallMillis = stage.nowMillis() - said;
        out.printf("  half the size %.0f ms later%n", smallMillis);

        say(stage, words, all.withMinScale(2).withMaxFramerate(5).withMaxBitrateBps(100_000), out);
        stage.pass(WATCH);
        long before = frames.get();
        stage.pass(WATCH);
        double slow = (frames.get() - before) / (double) WATCH.toSeconds();
        out.printf("  %.1f pictures a second%n", slow);

        say(stage, words, all.withAccepted(false), out);
        stage.pass(Duration.ofMillis(500));
        long sent = camera.packetsSent();
        stage.pass(WATCH);
        long whenRefused = camera.packetsSent() - sent;
        out.println("  " + whenRefused + " packets in " + WATCH.toSeconds() + " s");

        frames.set(0);
        said = say(stage, words, all, out);
        require(stage.until(() -> frames.get() > 0 && width.get() == Camera.WIDTH, PATIENCE), "nothing came back");
        double back = stage.nowMillis() - said;
        out.printf("  full size again %.0f ms later%n", back);
        return new Report(smallMillis, slow, whenRefused, back);
    }

    private static double say(Stage stage, RTCDataChannel words, ReceiveConstraints constraints, PrintStream out) {
        String text = Dictionaries.write(constraints);
        out.println("the viewer says " + text);
        double now = stage.nowMillis();
        words.send(text);
        return now;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** A sender that sends its wish within the viewer's constraints. */
    private static final class Camera {
        static final int WIDTH = 320;

        private final Plumb plumb;
        private final RTCRtpSender sender;
        private final RTCRtpParameters wished;

        Camera(Plumb plumb) {
            this.plumb = plumb;
            plumb.getAgent().mediaDevices().add(FakeDevices.camera());
            MediaStreamTrack track = plumb.getAgent()
                    .mediaDevices()
                    .getUserMedia(MediaStreamConstraints.video(MediaTrackConstraints.ANY
                            .with("width", MediaConstraint.exact(WIDTH))
                            .with("height", MediaConstraint.exact(240))))
                    .getTracks()
                    .getFirst();
            this.sender = plumb.send(track);
            this.wished = sender.getParameters().orElseThrow();
        }

        String muxId() {
            return wished.muxId();
        }

        void hear(RTCDataChannel.Message message) {
            if (message instanceof RTCDataChannel.Message.Text(String text)) {
                try {
                    ReceiveConstraints said = Dictionaries.read(text, ReceiveConstraints.class);
                    said.applyTo(sender, wished, plumb.getAgent().getSenderCapabilities(MediaKind.VIDEO));
                } catch (JsonException e) {
                    System.err.println("the viewer's words cannot be read: " + e.getMessage());
                }
            }
        }

        long packetsSent() {
            return (long) sender.getStats().first("outbound-rtp").orElseThrow().number("packetsSent");
        }
    }
}
