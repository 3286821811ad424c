package dev.plumb.objects.loop;

import dev.plumb.base.engine.Engine;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * What a loop waits on, and the ports that it serves: the JDK's selector and channels, or a system's own calls. A turn of the loop is
 * {@link #await}, {@link #dispatch}, what is due, {@link #flush}; but for {@link #wakeUp} one thread at a time calls it.
 */
public interface Poller {
    /**
     * Waits until a port has received something, {@link #wakeUp} is called, or the time is up. May return early.
     *
     * @param waitNanos at most so long; 0 or less does not wait, {@link Engine#NEVER} waits without end
     */
    void await(long waitNanos) throws IOException;

    /** Hands what has arrived to the ports' receivers. Called on the loop. */
    void dispatch();

    /** Sends what ports have collected since the last call, where they collect. Called on the loop, at the end of each turn. */
    void flush();

    /** Ends the present wait, or the next one where nobody waits. Called from any thread; after {@link #close()} it does nothing. */
    void wakeUp();

    /**
     * Opens a UDP port, whose datagrams the network may cut up but for those that forbid it. Called on the loop.
     *
     * @param id as {@link UdpPort#id()} gives it
     * @param local address to bind, port 0 for any
     * @throws IOException where the address cannot be bound
     */
    UdpPort openUdp(int id, InetSocketAddress local, PacketReceiver receiver) throws IOException;

    /** Gives back what it holds, ports included. Called when the loop has ended. */
    void close();
}
