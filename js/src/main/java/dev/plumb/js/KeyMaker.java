package dev.plumb.js;

import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.graalvm.polyglot.Value;

/**
 * A queue that makes a script's certificates one at a time. Generating a key takes long, so it runs beside the loop.
 * Used on the loop.
 */
final class KeyMaker {
    private final ScriptCalls calls;
    private final int most;
    private final Deque<Order> waiting = new ArrayDeque<>();
    private boolean isMaking;

    private record Order(RTCCertificate.Algorithm algorithm, Duration lifetime, Value resolve, Value reject) {}

    /**
     * Makes an empty queue.
     *
     * @param most the most certificates that may wait
     */
    KeyMaker(ScriptCalls calls, int most) {
        this.calls = calls;
        this.most = most;
    }

    /**
     * Queues a certificate to be made.
     *
     * @throws RTCException OperationError where too many wait
     */
    void make(RTCCertificate.Algorithm algorithm, Duration lifetime, Value resolve, Value reject) {
        if (waiting.size() >= most) {
            throw new RTCException(
                    RTCException.Name.OPERATION, "a script has at most " + most + " keys made at once: wait for some");
        }
        waiting.add(new Order(algorithm, lifetime, resolve, reject));
        next();
    }

    private void next() {
        // certificates that wait when the script ends are not made
        Order order = isMaking || calls.isClosed() ? null : waiting.poll();
        if (order == null) {
            return;
        }
        isMaking = true;
        Thread.ofVirtual().name("plumb-certificate").start(() -> {
            try {
                RTCCertificate made = RTCCertificate.generate(order.algorithm, order.lifetime);
                calls.run(order.resolve, made);
            } catch (RTCException e) {
                calls.run(order.reject, e.name().spec(), e.detail());
            } finally {
                calls.later(() -> {
                    isMaking = false;
                    next();
                });
            }
        });
    }
}
