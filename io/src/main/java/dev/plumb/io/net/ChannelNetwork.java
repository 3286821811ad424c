package dev.plumb.io.net;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import dev.plumb.io.loop.RtcLoop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The network of this machine. Its ports are opened on {@link RtcLoop}s, and served by the
 * {@link dev.plumb.io.loop.Poller} of each.
 */
public final class ChannelNetwork implements Network {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");

    private static final long FRESH_NANOS = 500_000_000L;

    private static volatile Listing last = new Listing(List.of(), Long.MIN_VALUE / 2);

    /** Makes the network of this machine. All instances are the same. */
    public ChannelNetwork() {}

    /** The machine's addresses at one moment; many agents ask for them, and to list them takes a while. */
    private record Listing(List<LocalAddress> addresses, long atNanos) {}

    @Override
    public List<LocalAddress> localAddresses() {
        long now = System.nanoTime();
        Listing present = last;
        if (now - present.atNanos() > FRESH_NANOS) {
            present = new Listing(list(), now);
            last = present;
        }
        return present.addresses();
    }

    private static List<LocalAddress> list() {
        List<LocalAddress> found = new ArrayList<>();
        for (NetworkInterface i : interfaces()) {
            try {
                if (i.isUp()) {
                    for (InetAddress a : Collections.list(i.getInetAddresses())) {
                        found.add(new LocalAddress(withoutScope(a), i.getName(), a.isLoopbackAddress()));
                    }
                }
            } catch (SocketException e) {
                // an interface that went away since it was listed
                LOG.log(Level.DEBUG, "an interface cannot be asked", e);
            }
        }
        return List.copyOf(found);
    }

    private static List<NetworkInterface> interfaces() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces());
        } catch (SocketException e) {
            // the JDK throws where there are none, too: a machine without network is no failure
            LOG.log(Level.DEBUG, "no network interfaces", e);
            return List.of();
        }
    }

    private static InetAddress withoutScope(InetAddress address) {
        try {
            return address.isLinkLocalAddress() ? address : InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a wrong length", e);
        }
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        if (!(loop instanceof RtcLoop rtcLoop)) {
            throw new IllegalArgumentException("ports of this machine need an RtcLoop, not " + loop.getClass());
        }
        return rtcLoop.openUdp(local, receiver);
    }

    @Override
    public void resolve(String hostName, Loop loop, Consumer<List<InetAddress>> answer) {
        Thread.ofVirtual().name("plumb-resolve").start(() -> {
            List<InetAddress> found;
            try {
                found = List.of(InetAddress.getAllByName(hostName));
            } catch (UnknownHostException e) {
                found = List.of();
            }
            List<InetAddress> result = found;
            loop.execute(() -> answer.accept(result));
        });
    }
}
