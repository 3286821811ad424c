package dev.plumb.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A NAT with one public IPv4 address. Mappings live for {@link #mappingLifetime} after the last datagram out.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4787#section-4 RFC 4787 4 and 5, mapping and filtering behaviour
 */
public final class SimNat implements SimNetwork.Receiver {
    private static final int FIRST_PORT = 20_000;

    private final SimNetwork network;
    private final Kind kind;
    private final InetAddress publicAddress;
    private final Map<Object, Mapping> byInside = new HashMap<>();
    private final Map<Integer, Mapping> byPort = new HashMap<>();
    private final Map<InetAddress, SimHost> inside = new HashMap<>();
    private Duration mappingLifetime = Duration.ofMinutes(2);
    private int nextPort = FIRST_PORT;

    SimNat(SimNetwork network, Kind kind, String publicAddress) {
        this.network = network;
        this.kind = kind;
        this.publicAddress = SimNetwork.address(publicAddress);
    }

    /** The mapping and filtering of a NAT. */
    public enum Kind {
        /** One mapping for each socket, through which anybody may send to it. */
        FULL_CONE,
        /** One mapping a socket; only addresses that it sent to may answer. */
        ADDRESS_RESTRICTED,
        /** One mapping a socket; only addresses and ports that it sent to may answer. */
        PORT_RESTRICTED,
        /** A mapping of its own for each address and port sent to, and only that may answer. */
        SYMMETRIC
    }

    /** Returns the public address of the NAT. */
    public InetAddress publicAddress() {
        return publicAddress;
    }

    /** Sets the time that a mapping lives after the last datagram out. */
    public SimNat mappingLifetime(Duration lifetime) {
        mappingLifetime = lifetime;
        return this;
    }

    /** Forgets every mapping, as when it is restarted. */
    public void reboot() {
        byInside.clear();
        byPort.clear();
    }

    /** Adds a host behind the NAT. */
    public SimHost host(String... privateAddresses) {
        SimHost host = new SimHost(network, this, privateAddresses);
        for (InetAddress address : host.addresses()) {
            inside.put(address, host);
        }
        return host;
    }

    void outbound(SimNetwork.Datagram datagram) {
        SimHost neighbour = inside.get(datagram.target().getAddress());
        if (neighbour != null) {
            neighbour.arrive(datagram);
            return;
        }
        Object key = kind == Kind.SYMMETRIC ? new Flow(datagram.source(), datagram.target()) : datagram.source();
        Mapping mapping = byInside.get(key);
        if (mapping == null || mapping.expired(network.clock().nowNanos())) {
            mapping = new Mapping(datagram.source(), nextPort++);
            byInside.put(key, mapping);
            byPort.put(mapping.port, mapping);
        }
        mapping.allow(datagram.target(), network.clock().nowNanos() + mappingLifetime.toNanos());
        network.carry(new SimNetwork.Datagram(
                new InetSocketAddress(publicAddress, mapping.port),
                datagram.target(),
                datagram.payload(),
                datagram.dontFragment()));
    }

    @Override
    public void arrive(SimNetwork.Datagram datagram) {
        Mapping mapping = byPort.get(datagram.target().getPort());
        if (mapping == null || mapping.expired(network.clock().nowNanos()) || !mapping.lets(datagram.source(), kind)) {
            return;
        }
        SimHost host = inside.get(mapping.insideAddress.getAddress());
        if (host != null) {
            host.arrive(new SimNetwork.Datagram(
                    datagram.source(), mapping.insideAddress, datagram.payload(), datagram.dontFragment()));
        }
    }

    private record Flow(InetSocketAddress source, InetSocketAddress target) {}

    private static final class Mapping {
        private final InetSocketAddress insideAddress;
        private final int port;
        private final Set<InetSocketAddress> sentTo = new HashSet<>();
        private long expiresNanos;

        Mapping(InetSocketAddress insideAddress, int port) {
            this.insideAddress = insideAddress;
            this.port = port;
        }

        boolean expired(long nowNanos) {
            return nowNanos > expiresNanos;
        }

        void allow(InetSocketAddress target, long untilNanos) {
            sentTo.add(target);
            expiresNanos = untilNanos;
        }

        boolean lets(InetSocketAddress source, Kind kind) {
            return switch (kind) {
                case FULL_CONE -> true;
                case ADDRESS_RESTRICTED ->
                    sentTo.stream().anyMatch(t -> t.getAddress().equals(source.getAddress()));
                case PORT_RESTRICTED, SYMMETRIC -> sentTo.contains(source);
            };
        }
    }
}
