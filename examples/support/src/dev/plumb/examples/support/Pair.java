package dev.plumb.examples.support;

import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCDtlsTransportState;
import java.time.Duration;

/**
 * Two sides that are connected to each other.
 *
 * @param left one
 * @param right the other
 */
public record Pair(Plumb left, Plumb right) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Connects two new agents on a stage. */
    public static Pair on(Stage stage) {
        return on(stage, stage.agent(), stage.agent());
    }

    /** Connects two agents. */
    public static Pair on(Stage stage, Agent leftAgent, Agent rightAgent) {
        Plumb left = Plumb.on(leftAgent, stage.gathering());
        Plumb right = Plumb.on(rightAgent, stage.gathering());
        left.onLocalParameters(right::start);
        right.onLocalParameters(left::start);
        boolean connected = stage.until(
                () -> left.dtlsTransport().state() == RTCDtlsTransportState.CONNECTED
                        && right.dtlsTransport().state() == RTCDtlsTransportState.CONNECTED,
                PATIENCE);
        if (!connected) {
            throw new IllegalStateException("the two sides did not connect");
        }
        return new Pair(left, right);
    }

    /** Closes both sides. */
    public void close() {
        left.close();
        right.close();
    }
}
