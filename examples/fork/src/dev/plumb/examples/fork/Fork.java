package dev.plumb.examples.fork;

import dev.plumb.examples.support.Stage;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.PlumbParameters;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceGathererState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A caller tells several phones the same; each that picks up becomes a live transport from the caller's one port. */
public final class Fork {
    private static final int PHONES = 4;
    private static final Duration BETWEEN_ANSWERS = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Fork() {}

    /**
     * The results of the example.
     *
     * @param live the answers that became live transports
     * @param ports the caller's ports that they use
     */
    public record Report(int live, int ports) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        RTCIceGatherer gatherer = stage.agent().iceGatherer(stage.gathering());
        Plumb caller = Plumb.on(gatherer);
        if (!stage.until(() -> gatherer.state() == RTCIceGathererState.COMPLETE, PATIENCE)) {
            throw new IllegalStateException("gathering did not end");
        }
        PlumbParameters description = caller.getLocalParameters();
        out.println("the caller's one description is out");

        List<RTCDataChannel> lines = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < PHONES; i++) {
            Plumb phone = Plumb.on(stage.agent(), stage.gathering());
            phone.start(description);
            // the phone's checks arrive before its answer does; the gatherer answers them and remembers
            stage.pass(BETWEEN_ANSWERS);
            Plumb branch = Plumb.on(gatherer);
            RTCDataChannel line = branch.channel("line " + i);
            lines.add(line);
            branch.start(phone.getLocalParameters());
            if (!stage.until(() -> line.readyState() == RTCDataChannelState.OPEN, PATIENCE)) {
                throw new IllegalStateException("answer " + i + " did not become a transport");
            }
            branch.iceTransport()
                    .getSelectedCandidatePair()
                    .ifPresent(pair -> ports.add(pair.local().port()));
            out.println("answer " + i + " is live on port "
                    + branch.iceTransport()
                            .getSelectedCandidatePair()
                            .orElseThrow()
                            .local()
                            .port());
        }
        int live = (int) lines.stream()
                .filter(l -> l.readyState() == RTCDataChannelState.OPEN)
                .count();
        out.println(live + " transports are live at the same time");
        return new Report(live, ports.size());
    }
}
