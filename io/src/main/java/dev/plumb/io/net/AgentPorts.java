package dev.plumb.io.net;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import dev.plumb.base.trace.PacketTrace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open UDP ports of one owner, and the trace of the datagrams that pass through them. All methods must be called on
 * the loop.
 */
public final class AgentPorts {
    private final Loop loop;
    private final Network network;
    private final Map<Integer, UdpPort> ports = new HashMap<>();
    /** The port of the last datagram sent, which is nearly always that of the next. */
    private @Nullable UdpPort lastUsed;

    private @Nullable PacketTrace trace;

    /** Makes an owner's ports, none of them open yet. */
    public AgentPorts(Loop loop, Network network) {
        this.loop = loop;
        this.network = network;
    }

    /** Sets the trace to which every datagram is written from now on; null for none. */
    public void trace(@Nullable PacketTrace newTrace) {
        trace = newTrace;
    }

    /** Returns the number of open ports. */
    public int size() {
        return ports.size();
    }

    /**
     * Opens a port.
     *
     * @param local the address to bind; port 0 for any
     * @throws IOException where the address cannot be bound
     */
    public UdpPort open(InetSocketAddress local, PacketReceiver receiver) throws IOException {
        UdpPort port = network.openUdp(local, loop, packet -> {
            traced(PacketTrace.Direction.IN, packet);
            receiver.receive(packet);
        });
        ports.put(port.id(), port);
        return port;
    }

    /** Closes a port. */
    public void close(UdpPort port) {
        ports.remove(port.id());
        lastUsed = null;
        port.close();
    }

    /** Sends a datagram from the port that its path names; where that is closed, it is dropped. */
    public void send(Packet owned) {
        int id = owned.path().localPortId();
        UdpPort port = lastUsed;
        if (port == null || port.id() != id) {
            port = ports.get(id);
            lastUsed = port;
        }
        if (port == null) {
            owned.release();
        } else {
            traced(PacketTrace.Direction.OUT, owned);
            port.send(owned);
        }
    }

    private void traced(PacketTrace.Direction direction, Packet borrowed) {
        PacketTrace to = trace;
        UdpPort port = to == null ? null : ports.get(borrowed.path().localPortId());
        if (to != null && port != null) {
            to.udp(
                    direction,
                    loop.wallNanos(),
                    port.localAddress(),
                    borrowed.path().remote(),
                    borrowed);
        }
    }
}
