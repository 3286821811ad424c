package dev.plumb.examples.support;

import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCIceGatherOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A stage on this machine, in real time. */
final class RealStage implements Stage {
    private static final long LOOK_NANOS = 1_000_000L;

    private final List<Agent> agents = new ArrayList<>();

    @Override
    public Agent agent() {
        Agent made = Plumb.agent();
        agents.add(made);
        return made;
    }

    @Override
    public RTCIceGatherOptions gathering() {
        return RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true);
    }

    @Override
    public void pass(Duration time) {
        boolean _ = until(() -> false, time);
    }

    @Override
    public boolean until(BooleanSupplier condition, Duration atMost) {
        long end = nowNanos() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (nowNanos() >= end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
    }
}
