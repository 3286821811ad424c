package dev.plumb.cli.bench;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCIceRole;
import java.util.concurrent.CompletableFuture;

/** An open channel between two agents; signalled by method calls. */
record DataPair(Side first, RTCDataChannel sending, Side second, RTCDataChannel receiving) {

    /** Makes both sides at once, tells each of the other, and waits for neither. */
    static CompletableFuture<DataPair> connect(Agent a, Agent b) {
        CompletableFuture<Side> first = side(a, RTCIceRole.CONTROLLING);
        CompletableFuture<Side> second = side(b, RTCIceRole.CONTROLLED);
        return first.thenCompose(one -> second.thenCompose(two -> CompletableFuture.allOf(
                        start(one, two), start(two, one))
                .thenCompose(started -> one.channel()
                        .thenCombine(
                                two.channel(), (sending, receiving) -> new DataPair(one, sending, two, receiving)))));
    }

    private static CompletableFuture<Side> side(Agent agent, RTCIceRole role) {
        return CompletableFuture.supplyAsync(() -> new Side(agent, role), agent.loop());
    }

    private static CompletableFuture<Void> start(Side side, Side other) {
        return CompletableFuture.runAsync(
                () -> side.start(other.description(), other), side.agent().loop());
    }

    /** Returns the loop of the sending end. */
    Loop loop() {
        return first.agent().loop();
    }

    /** Ends both sides; complete when both have ended. */
    CompletableFuture<Void> close() {
        return CompletableFuture.runAsync(first::close, first.agent().loop())
                .thenRunAsync(second::close, second.agent().loop());
    }
}
