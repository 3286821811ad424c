package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumb.objects.RTCException;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Two connections that are negotiated by hand, step by step, without a wait on signalling. */
final class Jsep {
    /** Descriptions take no time, so candidates come after them. */
    private static final long LATER_NANOS = 30_000_000L;

    final SimCall call;
    final RTCPeerConnection a;
    final RTCPeerConnection b;

    Jsep() {
        this(RTCConfiguration.DEFAULT, RTCConfiguration.DEFAULT);
    }

    Jsep(RTCConfiguration ofA, RTCConfiguration ofB) {
        call = new SimCall(1, LinkConditions.PERFECT, ofA, ofB, false);
        a = call.a;
        b = call.b;
        trickle(a, b);
        trickle(b, a);
    }

    private void trickle(RTCPeerConnection from, RTCPeerConnection to) {
        from.onIceCandidate(c -> c.ifPresent(init -> call.clock.after(LATER_NANOS, () -> {
            // what belongs to a description that was taken back is lost
            CompletableFuture<?> _ = to.addIceCandidate(init).exceptionally(e -> init);
        })));
    }

    /** The result of an operation. */
    <T> T get(CompletableFuture<T> future) {
        call.clock.runUntil(future::isDone, Duration.ofSeconds(1));
        assertThat(future).isDone();
        return future.join();
    }

    /** What an operation fails with. */
    RTCException.Name failure(CompletableFuture<?> future) {
        call.clock.runUntil(future::isDone, Duration.ofSeconds(1));
        try {
            future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RTCException r) {
                return r.name();
            }
            throw e;
        }
        return fail("it did not fail");
    }

    /** One offers, the other answers. */
    void negotiate(RTCPeerConnection from) {
        RTCPeerConnection to = from == a ? b : a;
        get(to.setRemoteDescription(get(from.setLocalDescription())));
        get(from.setRemoteDescription(get(to.setLocalDescription())));
        settle();
    }

    void settle() {
        call.clock.runFor(Duration.ofMillis(20));
    }

    void connect() {
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10)))
                .as("%s %s", a.connectionState(), b.connectionState())
                .isTrue();
    }

    void end() {
        assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
    }

    /** The name of the error that something must fail with. */
    static RTCException.Name nameOf(Runnable body) {
        try {
            body.run();
        } catch (RTCException e) {
            return e.name();
        }
        throw new AssertionError("it did not fail");
    }

    /** The lines of a description that begin so. */
    static List<String> lines(String sdp, String start) {
        return sdp.lines().filter(l -> l.startsWith(start)).toList();
    }
}
