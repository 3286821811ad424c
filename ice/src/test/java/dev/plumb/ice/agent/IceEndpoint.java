package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Pump;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.UdpPort;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One agent and its gatherer on a simulated host; what it finds is trickled to a peer after a delay. */
final class IceEndpoint implements SimClock.Actor {
    final SimHost host;
    final IceAgent agent;
    final ReflexiveGatherer gatherer;
    final List<IceEvent> events = new ArrayList<>();
    final List<IceState> states = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    /** What came in of STUN. */
    final List<StunMessage> messages = new ArrayList<>();

    final List<LocalCandidate> candidates = new ArrayList<>();
    private final SimClock clock;
    private final Map<Integer, UdpPort> ports = new HashMap<>();
    private final Pump<IceEvent> pump;
    private final Pump<GatherEvent> gatherPump;
    private IceEndpoint peer;
    private Duration signalling = Duration.ofMillis(20);

    IceEndpoint(SimClock clock, SimHost host, IceRole role, long seed) {
        this(clock, host, role, seed, IceConfig.DEFAULT);
    }

    IceEndpoint(SimClock clock, SimHost host, IceRole role, long seed, IceConfig config) {
        this.clock = clock;
        this.host = host;
        Random random = new Random(seed);
        this.agent = new IceAgent(
                config,
                IceParameters.random(random),
                role,
                this::down,
                host.loop().pool(),
                random);
        this.gatherer = new ReflexiveGatherer(config, this::down, host.loop().pool(), random);
        this.pump = new Pump<>(agent, Packet::release, this::event);
        this.gatherPump = new Pump<>(gatherer, Packet::release, this::gathered);
        clock.add(this);
    }

    static void introduce(IceEndpoint a, IceEndpoint b, IceRole roleOfA, IceRole roleOfB) {
        a.peer = b;
        b.peer = a;
        IceParameters ofA = a.agent.localParameters();
        IceParameters ofB = b.agent.localParameters();
        b.later(() -> b.agent.start(ofA, roleOfB, b.clock.nowNanos()));
        b.clock.after(2 * b.signalling.toNanos(), () -> a.run(() -> a.agent.start(ofB, roleOfA, a.clock.nowNanos())));
    }

    void later(Runnable task) {
        clock.after(signalling.toNanos(), () -> run(task));
    }

    void run(Runnable task) {
        task.run();
        pump.run();
        gatherPump.run();
    }

    void gather(InetSocketAddress... stunServers) {
        int preference = 65_535;
        for (LocalAddress address : host.localAddresses()) {
            LocalCandidate local = open(address.address(), preference--);
            add(local);
            for (InetSocketAddress server : stunServers) {
                run(() -> gatherer.ask(local, server, clock.nowNanos()));
            }
        }
        if (stunServers.length == 0) {
            complete();
        }
    }

    /** Opens a port and makes it a host candidate, which nobody is told of yet. */
    LocalCandidate open(InetAddress address, int preference) {
        try {
            UdpPort port = host.openUdp(new InetSocketAddress(address, 0), host.loop(), this::up);
            ports.put(port.id(), port);
            IceCandidate candidate = IceCandidate.host(port.localAddress(), preference);
            return new LocalCandidate(candidate, port.id(), port.localAddress(), preference);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void add(LocalCandidate local) {
        candidates.add(local);
        run(() -> agent.addLocalCandidate(local, clock.nowNanos()));
        if (peer != null) {
            IceEndpoint to = peer;
            to.later(() -> to.agent.addRemoteCandidate(local.candidate(), to.clock.nowNanos()));
        }
    }

    private void complete() {
        run(() -> agent.endOfLocalCandidates(clock.nowNanos()));
        if (peer != null) {
            IceEndpoint to = peer;
            to.later(() -> to.agent.endOfRemoteCandidates(to.clock.nowNanos()));
        }
    }

    /** Sends text over the selected pair. */
    void send(String text) {
        run(() ->
                agent.send(host.loop().pool().copyOf(("!" + text).getBytes(StandardCharsets.UTF_8)), clock.nowNanos()));
    }

    void close() {
        run(agent::close);
        ports.values().forEach(UdpPort::close);
    }

    Loop loop() {
        return host.loop();
    }

    private void down(Packet owned) {
        UdpPort port = ports.get(owned.path().localPortId());
        if (port == null) {
            owned.release();
        } else {
            port.send(owned);
        }
    }

    private void up(Packet borrowed) {
        if (!StunMessage.looksLikeStun(borrowed)) {
            received.add(new String(borrowed.toByteArray(), 1, borrowed.length() - 1, StandardCharsets.UTF_8));
            run(() -> agent.received(borrowed, clock.nowNanos()));
            return;
        }
        StunMessage m = StunMessage.parse(borrowed);
        if (m != null) {
            messages.add(m);
        }
        run(() -> {
            if (m != null && gatherer.isOurs(m.id())) {
                gatherer.receive(borrowed, clock.nowNanos());
            } else {
                agent.receive(borrowed, clock.nowNanos());
            }
        });
    }

    private void event(IceEvent event) {
        events.add(event);
        if (event instanceof IceEvent.StateChanged changed) {
            states.add(changed.to());
        }
    }

    private void gathered(GatherEvent event) {
        switch (event) {
            case GatherEvent.Found found -> add(found.candidate());
            case GatherEvent.ServerFailed f -> {}
            case GatherEvent.Complete c -> complete();
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long next = Math.min(agent.deadlineNanos(), gatherer.deadlineNanos());
        return next == Engine.NEVER ? next : Math.max(next, clock.nowNanos());
    }

    @Override
    public void run(long nowNanos) {
        run(() -> {
            agent.timeout(nowNanos);
            gatherer.timeout(nowNanos);
        });
    }
}
