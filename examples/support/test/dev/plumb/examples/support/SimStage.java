package dev.plumb.examples.support;

import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A simulated network, 10 ms from host to host, in simulated time. */
public final class SimStage implements Stage {
    private static final Duration LINK_DELAY = Duration.ofMillis(5);

    private final SimNetwork network;
    private final List<Agent> agents = new ArrayList<>();
    private final List<SimHost> hosts = new ArrayList<>();

    public SimStage(long seed) {
        network = new SimNetwork(seed);
    }

    @Override
    public Agent agent() {
        int n = hosts.size() + 1;
        SimHost host = network.host("192.0.2." + n).conditions(LinkConditions.PERFECT.withDelay(LINK_DELAY));
        Agent made = Agent.create(host.loop(), host, Seeds.secureRandom(n));
        hosts.add(host);
        agents.add(made);
        return made;
    }

    /** How many ports are open on the host of the agent that was made as number {@code index}. */
    public int openPorts(int index) {
        return hosts.get(index).openPorts();
    }

    @Override
    public RTCIceGatherOptions gathering() {
        return RTCIceGatherOptions.DEFAULT;
    }

    @Override
    public void pass(Duration time) {
        network.clock().runFor(time);
    }

    @Override
    public boolean until(BooleanSupplier condition, Duration atMost) {
        return network.clock().runUntil(condition, atMost);
    }

    @Override
    public long nowNanos() {
        return network.clock().nowNanos();
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
    }
}
