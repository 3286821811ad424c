package dev.plumb.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A simulated internet: hosts with addresses, links with conditions, NATs in front of hosts, names. One seed decides
 * all of it.
 */
public final class SimNetwork {
    private Predicate<Datagram> passes = datagram -> true;
    private final SimClock clock;
    private final Random random;
    private final Map<InetAddress, Receiver> routes = new HashMap<>();
    private final Map<String, List<InetAddress>> names = new HashMap<>();
    private @Nullable Consumer<Datagram> tap;

    /** Creates a network on a clock of its own. */
    public SimNetwork(long seed) {
        this(new SimClock(), seed);
    }

    /** Creates a network on a clock. */
    public SimNetwork(SimClock clock, long seed) {
        this.clock = clock;
        this.random = new Random(seed);
    }

    /** A datagram on its way. */
    public record Datagram(InetSocketAddress source, InetSocketAddress target, byte[] payload, boolean dontFragment) {
        /** Returns its length with IP and UDP headers. */
        public int ipBytes() {
            return payload.length + 8 + (target.getAddress().getAddress().length == 4 ? 20 : 40);
        }
    }

    /** The end of a route. */
    interface Receiver {
        void arrive(Datagram datagram);
    }

    /** Returns the clock that the network runs on. */
    public SimClock clock() {
        return clock;
    }

    /** Returns the network's source of randomness. */
    public Random random() {
        return random;
    }

    /** Adds a host with addresses of its own, reachable by all, behind perfect links. */
    public SimHost host(String... addresses) {
        SimHost host = new SimHost(this, null, addresses);
        for (InetAddress address : host.addresses()) {
            route(address, host);
        }
        return host;
    }

    /** Adds a NAT with a public address. */
    public SimNat nat(SimNat.Kind kind, String publicAddress) {
        SimNat nat = new SimNat(this, kind, publicAddress);
        route(nat.publicAddress(), nat);
        return nat;
    }

    /** Adds a host name, which resolves to these addresses. */
    public void name(String hostName, String... addresses) {
        names.put(hostName, List.of(addresses).stream().map(SimNetwork::address).toList());
    }

    /** Shows every datagram that a host sends to {@code newTap}, before anything happens to it. */
    public void tap(Consumer<Datagram> newTap) {
        tap = newTap;
    }

    /**
     * Sets a filter on the datagrams that are carried from now on. A test can break and restore a path with it while
     * the hosts stay.
     */
    public void filter(Predicate<Datagram> newPasses) {
        passes = newPasses;
    }

    /** Delivers a datagram that no host has sent, with any source address, as an attacker can. */
    public void inject(InetSocketAddress source, InetSocketAddress target, byte[] payload) {
        Receiver receiver = routes.get(target.getAddress());
        if (receiver != null) {
            receiver.arrive(new Datagram(source, target, payload, false));
        }
    }

    /** Returns an address from its literal form, without asking a resolver. */
    public static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    List<InetAddress> lookUp(String hostName) {
        return names.getOrDefault(hostName, List.of());
    }

    void route(InetAddress address, Receiver receiver) {
        if (routes.putIfAbsent(address, receiver) != null) {
            throw new IllegalArgumentException(address + " is taken");
        }
    }

    void sent(Datagram datagram) {
        if (tap != null) {
            tap.accept(datagram);
        }
    }

    /** Carries a datagram to the host with its target address. It vanishes if no host has it. */
    void carry(Datagram datagram) {
        Receiver receiver = routes.get(datagram.target().getAddress());
        if (receiver != null && passes.test(datagram)) {
            receiver.arrive(datagram);
        }
    }
}
