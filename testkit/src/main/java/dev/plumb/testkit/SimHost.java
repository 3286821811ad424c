package dev.plumb.testkit;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.loop.ManualLoop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A simulated machine: addresses, a link out and a link in, ports, and a loop on the simulated clock. */
public final class SimHost implements Network, SimNetwork.Receiver {
    private static final int FIRST_EPHEMERAL_PORT = 50_000;
    private static final long RESOLVE_NANOS = 10_000_000L;

    private final SimNetwork network;
    private final @Nullable SimNat nat;
    private final List<InetAddress> addresses = new ArrayList<>();
    private final Map<InetSocketAddress, Port> ports = new HashMap<>();
    private final ManualLoop loop;
    private final SimLink egress;
    private final SimLink ingress;
    private int nextPort = FIRST_EPHEMERAL_PORT;
    private int nextPortId = 1;

    SimHost(SimNetwork network, @Nullable SimNat nat, String... addresses) {
        this.network = network;
        this.nat = nat;
        for (String a : addresses) {
            this.addresses.add(SimNetwork.address(a));
        }
        this.egress = new SimLink(network.clock(), network.random(), LinkConditions.PERFECT);
        this.ingress = new SimLink(network.clock(), network.random(), LinkConditions.PERFECT);
        this.loop = new ManualLoop(network.clock().nowNanos(), SimClock.WALL_ORIGIN_NANOS);
        network.clock().add(new LoopActor(loop));
    }

    /** Returns the host's loop, driven by the simulated clock. */
    public ManualLoop loop() {
        return loop;
    }

    /** Returns the link that the host sends on. */
    public SimLink egress() {
        return egress;
    }

    /** Returns the link that the host receives on. */
    public SimLink ingress() {
        return ingress;
    }

    /** Sets both links' conditions. */
    public SimHost conditions(LinkConditions conditions) {
        egress.conditions(conditions);
        ingress.conditions(conditions);
        return this;
    }

    /** Returns the addresses of the host. */
    public List<InetAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Adds an address, as when an interface comes up. */
    public void addAddress(String address) {
        InetAddress added = SimNetwork.address(address);
        addresses.add(added);
        network.route(added, this);
    }

    /** Removes an address, as when an interface goes down. Ports bound to it receive and send nothing any more. */
    public void removeAddress(InetAddress address) {
        addresses.remove(address);
    }

    /** Returns the number of open ports. */
    public int openPorts() {
        return ports.size();
    }

    @Override
    public List<LocalAddress> localAddresses() {
        return addresses.stream()
                .map(a -> new LocalAddress(a, "sim" + addresses.indexOf(a), a.isLoopbackAddress()))
                .toList();
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop portLoop, PacketReceiver receiver) throws IOException {
        InetAddress address = local.getAddress();
        if (!addresses.contains(address)) {
            throw new BindException("this host has no address " + address);
        }
        int number = local.getPort() == 0 ? nextPort++ : local.getPort();
        Port port = new Port(nextPortId++, new InetSocketAddress(address, number), portLoop, receiver);
        if (ports.putIfAbsent(port.local, port) != null) {
            throw new BindException(port.local + " is in use");
        }
        return port;
    }

    @Override
    public void resolve(String hostName, Loop answerLoop, Consumer<List<InetAddress>> answer) {
        List<InetAddress> found = network.lookUp(hostName);
        network.clock().after(RESOLVE_NANOS, () -> answerLoop.execute(() -> answer.accept(found)));
    }

    @Override
    public void arrive(SimNetwork.Datagram datagram) {
        ingress.send(datagram.ipBytes(), datagram.dontFragment(), () -> receive(datagram));
    }

    private void receive(SimNetwork.Datagram datagram) {
        Port port = ports.get(datagram.target());
        if (port == null || !addresses.contains(datagram.target().getAddress())) {
            return;
        }
        port.loop.execute(() -> port.deliver(datagram));
    }

    private void send(SimNetwork.Datagram datagram) {
        if (!addresses.contains(datagram.source().getAddress())) {
            return;
        }
        network.sent(datagram);
        egress.send(datagram.ipBytes(), datagram.dontFragment(), () -> {
            if (nat == null || addresses.contains(datagram.target().getAddress())) {
                network.carry(datagram);
            } else {
                nat.outbound(datagram);
            }
        });
    }

    private record LoopActor(ManualLoop loop) implements SimClock.Actor {
        @Override
        public long nextDeadlineNanos() {
            return loop.nextDeadlineNanos();
        }

        @Override
        public void run(long nowNanos) {
            loop.run(nowNanos);
        }
    }

    private final class Port implements UdpPort {
        private final int id;
        private final InetSocketAddress local;
        private final Loop loop;
        private final PacketReceiver receiver;
        private boolean closed;

        Port(int id, InetSocketAddress local, Loop loop, PacketReceiver receiver) {
            this.id = id;
            this.local = local;
            this.loop = loop;
            this.receiver = receiver;
        }

        void deliver(SimNetwork.Datagram datagram) {
            if (closed) {
                return;
            }
            Packet packet = loop.pool()
                    .copyOf(datagram.payload())
                    .path(new Path(id, Path.Protocol.UDP, datagram.source()))
                    .arrivalNanos(loop.nowNanos());
            receiver.receive(packet);
            packet.release();
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public void send(Packet owned) {
            if (!closed) {
                SimHost.this.send(new SimNetwork.Datagram(
                        local, owned.path().remote(), owned.toByteArray(), owned.dontFragment()));
            }
            owned.release();
        }

        @Override
        public long sendErrors() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
            ports.remove(local);
        }
    }
}
