package dev.plumb.examples.support;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCIceGatherOptions;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where an example plays: on this machine in real time, or, in tests, on a simulated network in simulated time. */
public interface Stage extends AutoCloseable {
    /** On this machine's loopback, in real time. */
    static Stage real() {
        return new RealStage();
    }

    /** A new agent, which the stage closes at the end. */
    Agent agent();

    /** What agents on this stage gather. */
    RTCIceGatherOptions gathering();

    /** Lets time pass. */
    void pass(Duration time);

    /** Lets time pass until something is the case; says whether it came to be. */
    boolean until(BooleanSupplier condition, Duration atMost);

    /** A clock that goes on with the stage. */
    long nowNanos();

    /** The same, in milliseconds. */
    default double nowMillis() {
        return nowNanos() / 1e6;
    }

    @Override
    void close();
}
