package dev.plumb.server.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the open connections of one address, so that nobody alone can hold all of a server's. Connections from the
 * machine itself are not limited: a reverse proxy brings many people's. Safe on any thread.
 */
final class AddressLimit implements SelectorManager.AcceptListener {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int SWEPT_EVERY = 1024;

    private final int most;
    private final Map<String, List<SocketChannel>> open = new HashMap<>();
    private int sinceSwept;

    /**
     * Creates a limit.
     *
     * @param most the most connections that an address may have open
     */
    AddressLimit(int most) {
        this.most = most;
    }

    @Override
    public void onAccepting(SelectableChannel accepted) {
        if (accepted instanceof SocketChannel channel && !mayStay(channel)) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger("dev.plumb.server").log(System.Logger.Level.DEBUG, "closing a connection failed", e);
            }
        }
    }

    private synchronized boolean mayStay(SocketChannel channel) {
        InetAddress address = addressOf(channel);
        return address == null || address.isLoopbackAddress() || add(address, channel);
    }

    private static @Nullable InetAddress addressOf(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
        } catch (IOException e) {
            return null; // it is closed already
        }
    }

    /** Counts a connection of an address and returns true, or returns false if the address has too many open. */
    synchronized boolean add(InetAddress address, SocketChannel channel) {
        if (++sinceSwept >= SWEPT_EVERY) {
            sinceSwept = 0;
            open.values().forEach(channels -> channels.removeIf(c -> !c.isOpen()));
            open.values().removeIf(List::isEmpty);
        }
        List<SocketChannel> channels = open.computeIfAbsent(network(address), n -> new ArrayList<>(1));
        channels.removeIf(c -> !c.isOpen());
        if (channels.size() >= most) {
            System.getLogger("dev.plumb.server")
                    .log(System.Logger.Level.DEBUG, "{0} has {1} connections open, and gets no more", address, most);
            return false;
        }
        channels.add(channel);
        return true;
    }

    /**
     * Returns the part of an address that belongs to one party: an IPv4 address, or the 64 bits of an IPv6 network, in
     * which a host has as many addresses as it likes.
     */
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
    }
}
