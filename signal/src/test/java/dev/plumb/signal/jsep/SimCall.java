package dev.plumb.signal.jsep;

import dev.plumb.objects.Agent;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Two RTCPeerConnections of two agents on a simulated network, with signalling that takes 30 ms. */
final class SimCall {
    private static final long SIGNALLING_NANOS = 30_000_000L;

    final SimNetwork network;
    final SimClock clock;
    final SimHost hostA;
    final SimHost hostB;
    final Agent agentA;
    final Agent agentB;
    final RTCPeerConnection a;
    final RTCPeerConnection b;
    final List<Throwable> failures = new ArrayList<>();

    SimCall(long seed, LinkConditions conditions) {
        this(seed, conditions, RTCConfiguration.DEFAULT, RTCConfiguration.DEFAULT, true);
    }

    SimCall(long seed, LinkConditions conditions, RTCConfiguration ofA, RTCConfiguration ofB, boolean trickles) {
        network = new SimNetwork(seed);
        clock = network.clock();
        hostA = network.host("192.0.2.1", "2001:db8::1").conditions(conditions);
        hostB = network.host("192.0.2.2", "2001:db8::2").conditions(conditions);
        agentA = Agent.create(hostA.loop(), hostA, Seeds.secureRandom(seed));
        agentB = Agent.create(hostB.loop(), hostB, Seeds.secureRandom(~seed));
        a = RTCPeerConnection.create(agentA, ofA, new Random(seed)::nextLong);
        b = RTCPeerConnection.create(agentB, ofB, new Random(~seed)::nextLong);
        if (!trickles) {
            return;
        }
        a.onIceCandidate(c -> c.ifPresent(init -> signal(() -> watch(b.addIceCandidate(init)))));
        b.onIceCandidate(c -> c.ifPresent(init -> signal(() -> watch(a.addIceCandidate(init)))));
    }

    /** Runs something on the other side, later. */
    private void signal(Runnable task) {
        clock.after(SIGNALLING_NANOS, task);
    }

    private void watch(CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.exceptionally(e -> {
            failures.add(e);
            return null;
        });
    }

    /** {@code from} offers, the other answers. */
    void negotiate(RTCPeerConnection from) {
        negotiate(from, sdp -> sdp);
    }

    /** The same, with an offer that is changed on its way. */
    void negotiate(RTCPeerConnection from, UnaryOperator<String> onTheWay) {
        RTCPeerConnection to = from == a ? b : a;
        watch(from.setLocalDescription()
                .thenAccept(offer -> signal(() ->
                        watch(to.setRemoteDescription(RTCSessionDescription.offer(onTheWay.apply(offer.sdp())))
                                .thenCompose(o -> to.setLocalDescription())
                                .thenAccept(answer -> signal(() -> watch(from.setRemoteDescription(answer))))))));
    }

    boolean connected() {
        return a.connectionState() == RTCPeerConnectionState.CONNECTED
                && b.connectionState() == RTCPeerConnectionState.CONNECTED;
    }

    boolean stable() {
        return a.signalingState() == RTCSignalingState.STABLE && b.signalingState() == RTCSignalingState.STABLE;
    }

    /** Closes both and says what is left after all that was under way has arrived. */
    List<Object> leftAfterClose() {
        a.close();
        b.close();
        agentA.close();
        agentB.close();
        clock.runFor(Duration.ofSeconds(5));
        return List.of(
                agentA.openObjects(),
                agentB.openObjects(),
                hostA.openPorts(),
                hostB.openPorts(),
                hostA.loop().pool().outstanding(),
                hostB.loop().pool().outstanding(),
                hostA.loop().waiting(),
                hostB.loop().waiting(),
                clock.waiting());
    }

    static List<Object> nothing() {
        return List.of(0, 0, 0, 0, 0L, 0L, 0, 0, 0);
    }
}
