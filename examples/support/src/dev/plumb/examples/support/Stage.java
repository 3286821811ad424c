package dev.plumb.examples.support;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCIceGatherOptions;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The place where an example runs: this machine in real time, or, in tests, a simulated network in simulated time. */
public interface Stage extends AutoCloseable {
    /** Returns a stage on this machine's loopback, in real time. */
    static Stage real() {
        return new RealStage();
    }

    /** Returns a new agent, which the stage closes at the end. */
    Agent agent();

    /** Returns the gathering options of agents on this stage. */
    RTCIceGatherOptions gathering();

    /** Passes time on the stage. */
    void pass(Duration time);

    /** Passes time until a condition holds, and returns whether it came to hold. */
    boolean until(BooleanSupplier condition, Duration atMost);

    /** Returns the time of a clock that advances with the stage. */
    long nowNanos();

    /** Returns the same time in milliseconds. */
    default double nowMillis() {
        return nowNanos() / 1e6;
    }

    @Override
    void close();
}
