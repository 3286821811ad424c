package dev.plumb.examples.manystreams;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Playout;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.device.ToneSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** 500 streams come and go on one transport while others play, and nobody hears it. */
public final class ManyStreams {
    private static final int PLAYING = 4;
    private static final int STREAMS = 500;
    private static final int AT_ONCE = 50;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration ALL_AT_ONCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ManyStreams() {}

    /**
     * The results of the example.
     *
     * @param added the streams that were added and removed
     * @param heard the number of those whose frames arrived
     * @param largestGapMillis the largest gap of the streams that played on
     * @param transports the transports that all streams used
     */
    public record Report(int added, int heard, double largestGapMillis, int transports) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        Pair pair = Pair.on(stage);
        List<Playout> playing = new CopyOnWriteArrayList<>();
        pair.right().onTrack(track -> playing.add(Playout.of(track)));
        for (int i = 0; i < PLAYING; i++) {
            pair.left().send(pair.left().getAgent().audioTrack("tone", new ToneSource(300 + 100 * i, 0.5)));
        }
        if (!stage.until(
                () -> playing.size() == PLAYING && playing.stream().allMatch(p -> p.frames() > 50), PATIENCE)) {
            throw new IllegalStateException("the first streams were not heard");
        }
        stage.pass(ALL_AT_ONCE);
        playing.forEach(Playout::restart);
        out.println(PLAYING + " streams play");

        List<InjectedStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(InjectedStream.open(pair, "s" + i));
            if (streams.size() % AT_ONCE == 0) {
                stage.pass(PAUSE);
            }
        }
        stage.pass(ALL_AT_ONCE);
        int heard = (int) streams.stream().filter(s -> s.received() > 0).count();
        out.println(streams.size() + " more were added, " + heard + " of them arrive");
        for (int i = 0; i < STREAMS; i++) {
            streams.get(i).close();
            if (i % AT_ONCE == 0) {
                stage.pass(PAUSE);
            }
        }
        stage.pass(PAUSE);
        double gap =
                playing.stream().mapToDouble(Playout::largestGapMillis).max().orElse(0);
        out.printf("they were removed again; the first %d played on, largest gap %.2f ms%n", PLAYING, gap);
        return new Report(streams.size(), heard, gap, 1);
    }
}
