package dev.plumb.examples.datasync;

import dev.plumb.base.loop.Loop;
import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.Registration;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Captions go over a data channel ahead of the pictures they belong to, and appear with them. */
public final class DataSync {
    private static final int EVERY = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration WATCH = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DataSync() {}

    /**
     * The results of the example, in pictures by which a caption appeared before (negative) or after its own.
     *
     * @param captions the number of captions that appeared
     * @param worstUnsynchronized the worst caption as it arrived on the channel
     * @param worstSynchronized the worst caption as the timeline released it
     */
    public record Report(int captions, int worstUnsynchronized, int worstSynchronized) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        Pair pair = Pair.on(stage);
        AtomicInteger shown = new AtomicInteger(-1);
        pair.right()
                .onTrack(track ->
                        track.onVideo(frame -> TestPattern.numberIn(frame).ifPresent(shown::set)));
        MediaStreamTrack camera = pair.left().getAgent().videoTrack("camera", new TestPatternSource(320, 240, 30));
        pair.left().send(camera);
        if (!stage.until(() -> shown.get() >= 0, PATIENCE)) {
            throw new IllegalStateException("no pictures came");
        }
        List<Integer> asTheyCame = new CopyOnWriteArrayList<>();
        List<Integer> asReleased = new CopyOnWriteArrayList<>();
        MediaTimeline<Integer> timeline =
                MediaTimeline.of(pair.right().receivers().getFirst(), number -> asReleased.add(shown.get() - number));
        pair.right().onDataChannel(channel -> channel.onMessage(new Captions(timeline, shown, asTheyCame)::hear));
        RTCDataChannel words = pair.left().channel("captions");
        stage.pass(WARM_UP);
        Loop clock = pair.left().getAgent().loop();
        Registration capturing = camera.onVideo(frame -> TestPattern.numberIn(frame)
                .ifPresent(number -> announce(words, clock, frame.timestampNanos(), number)));
        stage.pass(WATCH);
        capturing.close();
        stage.pass(Duration.ofSeconds(1));
        int before = worst(asTheyCame);
        int after = worst(asReleased);
        out.println(asReleased.size() + " captions");
        out.println("as they came over the channel: up to " + Math.abs(before) + " pictures "
                + (before < 0 ? "early" : "late"));
        out.println("on the media's timeline: up to " + Math.abs(after) + " pictures off");
        return new Report(asReleased.size(), before, after);
    }

    /** Sends a caption with every tenth picture. A caption knows when the picture was captured. */
    private static void announce(RTCDataChannel words, Loop clock, long capturedNanos, int number) {
        if (number % EVERY == 0) {
            long wallNanos = clock.wallNanos() - (clock.nowNanos() - capturedNanos);
            clock.execute(() -> words.send(wallNanos + " " + number));
        }
    }

    private static int worst(List<Integer> offsets) {
        return offsets.stream()
                .max((a, b) -> Integer.compare(Math.abs(a), Math.abs(b)))
                .orElse(0);
    }

    /** The captions' other end. */
    private record Captions(MediaTimeline<Integer> timeline, AtomicInteger shown, List<Integer> asTheyCame) {
        void hear(RTCDataChannel.Message message) {
            if (message instanceof RTCDataChannel.Message.Text(String text)) {
                int space = text.indexOf(' ');
                int number = Integer.parseInt(text.substring(space + 1));
                asTheyCame.add(shown.get() - number);
                timeline.take(Long.parseLong(text.substring(0, space)), number);
            }
        }
    }
}
