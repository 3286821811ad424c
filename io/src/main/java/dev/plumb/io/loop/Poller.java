package dev.plumb.io.loop;

import dev.plumb.base.engine.Engine;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A source of events on which a loop waits, with the UDP ports that it serves: the JDK's selector and channels, or
 * calls of one operating system. In each turn the loop calls {@link #await}, then {@link #dispatch}, runs the tasks and
 * timers that are due, and calls {@link #flush}. Only {@link #wakeUp} may be called by several threads at a time.
 */
public interface Poller {
    /**
     * Waits until a port has received something, {@link #wakeUp} is called, or the time is up. May return early.
     *
     * @param waitNanos the longest wait, in nanoseconds. Zero or less does not wait; {@link Engine#NEVER} waits without
     *     end
     */
    void await(long waitNanos) throws IOException;

    /** Hands the datagrams that have arrived to the ports' receivers. Called on the loop. */
    void dispatch();

    /** Sends the datagrams that ports have collected in this turn. Called on the loop, at the end of each turn. */
    void flush();

    /**
     * Ends the present wait, or the next one where no thread waits. May be called from any thread. After
     * {@link #close()} it does nothing.
     */
    void wakeUp();

    /**
     * Opens a UDP port. The network may fragment its datagrams, except those that forbid it. Called on the loop.
     *
     * @param id the port's {@link UdpPort#id()}
     * @param local the address to bind; port 0 for any
     * @throws IOException where the address cannot be bound
     */
    UdpPort openUdp(int id, InetSocketAddress local, PacketReceiver receiver) throws IOException;

    /** Closes the ports and releases everything else that it holds. Called when the loop has ended. */
    void close();
}
