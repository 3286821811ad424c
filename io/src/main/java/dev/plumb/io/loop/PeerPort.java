package dev.plumb.io.loop;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A UDP port that an engine has to itself, with one peer. It is the sink of the engine's datagrams, and it gives the
 * engine what arrives. Until the peer is settled, by {@link #peer} or {@link #keepPeer}, datagrams go to whoever sent
 * last. All methods must be called on the loop.
 */
public final class PeerPort implements DatagramSink, AutoCloseable {
    private final RtcLoop loop;
    private final UdpPort port;
    private Path peer = Path.NONE;
    private boolean settled;
    private @Nullable EngineDriver<?> driver;
    private long dropped;

    /**
     * Opens a port.
     *
     * @param local the address to bind; port 0 for any
     * @throws IOException where the address cannot be bound
     */
    public PeerPort(RtcLoop loop, InetSocketAddress local) throws IOException {
        this.loop = loop;
        this.port = loop.openUdp(local, this::arrived);
    }

    /** Returns the address that the port is bound to. */
    public InetSocketAddress localAddress() {
        return port.localAddress();
    }

    /** Settles who the peer is. Datagrams go there, and those of others are dropped. */
    public void peer(InetSocketAddress remote) {
        peer = new Path(port.id(), Path.Protocol.UDP, remote);
        settled = true;
    }

    /** Settles on whoever sent last, as when an engine has just found a datagram of the peer authentic. */
    public void keepPeer() {
        settled = !peer.equals(Path.NONE);
    }

    /**
     * Runs an engine on the port. What arrived before is lost.
     *
     * @param engine sends by this port
     * @param ownedPackets takes the packets that the engine has decoded, and releases them
     * @param events takes the engine's events
     * @return the driver, by which all calls into the engine go
     * @throws IllegalStateException where the port has an engine already
     */
    public <E> EngineDriver<E> drive(Engine<E> engine, Consumer<Packet> ownedPackets, Consumer<E> events) {
        if (driver != null) {
            throw new IllegalStateException("the port has an engine already: open another port");
        }
        EngineDriver<E> made = new EngineDriver<>(loop, engine, ownedPackets, events);
        driver = made;
        return made;
    }

    private void arrived(Packet borrowed) {
        EngineDriver<?> to = driver;
        Path from = borrowed.path();
        if (to == null || (settled && !from.remote().equals(peer.remote()))) {
            dropped++;
            return;
        }
        peer = from;
        to.receive(borrowed);
    }

    /** Sends to the peer. Drops the datagram while there is none. */
    @Override
    public void send(Packet owned) {
        if (peer.equals(Path.NONE)) {
            dropped++;
            owned.release();
        } else {
            port.send(owned.path(peer));
        }
    }

    /** Returns how many datagrams were dropped, either way. */
    public long dropped() {
        return dropped;
    }

    /** Stops the engine's timers, and closes the port. */
    @Override
    public void close() {
        if (driver != null) {
            driver.stop();
        }
        port.close();
    }
}
