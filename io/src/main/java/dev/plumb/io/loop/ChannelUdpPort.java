package dev.plumb.io.loop;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/** A UDP port on a {@code DatagramChannel}; sends at once. */
final class ChannelUdpPort implements UdpPort {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;
    private static final int DATAGRAMS_A_TURN = 64;
    private static final int PATHS_KEPT = 64;

    private final int id;
    private final DatagramChannel channel;
    private final SelectorPoller poller;
    private final PacketReceiver receiver;
    private final InetSocketAddress localAddress;
    private final Map<InetSocketAddress, Path> paths = new LinkedHashMap<>();
    private long sendErrors;

    private ChannelUdpPort(int id, DatagramChannel channel, SelectorPoller poller, PacketReceiver receiver)
            throws IOException {
        this.id = id;
        this.channel = channel;
        this.poller = poller;
        this.receiver = receiver;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    static ChannelUdpPort open(int id, InetSocketAddress local, SelectorPoller poller, PacketReceiver receiver)
            throws IOException {
        boolean four = local.getAddress().getAddress().length == 4;
        DatagramChannel channel =
                DatagramChannel.open(four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(local);
            ChannelUdpPort port = new ChannelUdpPort(id, channel, poller, receiver);
            port.dontFragment(false);
            channel.register(poller.selector(), SelectionKey.OP_READ, port);
            return port;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sets whether the network must rather drop datagrams than cut them up, where the system lets that be said. */
    private void dontFragment(boolean forbidden) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
            channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, forbidden);
        }
    }

    private void allowFragments() {
        try {
            dontFragment(false);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a port stays as it is", e);
        }
    }

    /** Receives the datagrams that have arrived. */
    void ready() {
        for (int i = 0; i < DATAGRAMS_A_TURN && channel.isOpen(); i++) {
            ByteBuffer inbound = poller.scratch();
            InetSocketAddress remote;
            try {
                remote = (InetSocketAddress) channel.receive(inbound);
            } catch (IOException e) {
                // an ICMP error about an earlier datagram, or a port closed meanwhile
                LOG.log(Level.DEBUG, "receive failed", e);
                return;
            }
            if (remote == null) {
                return;
            }
            Packet packet = poller.loop()
                    .pool()
                    .take()
                    .set(inbound.flip())
                    .path(pathOf(remote))
                    .arrivalNanos(poller.loop().nowNanos());
            try {
                receiver.receive(packet);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "a datagram's receiver failed", e);
            } finally {
                packet.release();
            }
        }
    }

    private Path pathOf(InetSocketAddress remote) {
        Path known = paths.get(remote);
        if (known != null) {
            return known;
        }
        if (paths.size() >= PATHS_KEPT) {
            paths.remove(paths.keySet().iterator().next());
        }
        Path path = new Path(id, Path.Protocol.UDP, remote);
        paths.put(remote, path);
        return path;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void send(Packet owned) {
        ByteBuffer outbound = poller.scratch();
        outbound.put(owned.array(), owned.offset(), owned.length()).flip();
        boolean whole = owned.dontFragment();
        try {
            if (whole) {
                dontFragment(true);
            }
            if (channel.send(outbound, owned.path().remote()) == 0) {
                sendErrors++;
            }
        } catch (IOException e) {
            sendErrors++;
            LOG.log(Level.DEBUG, "send failed", e);
        } finally {
            owned.release();
        }
        if (whole) {
            allowFragments();
        }
    }

    @Override
    public long sendErrors() {
        return sendErrors;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a port failed", e);
        }
    }
}
