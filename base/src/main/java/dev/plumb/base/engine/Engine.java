package dev.plumb.base.engine;

import dev.plumb.base.bytes.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A protocol engine. It is given bytes and time, and returns datagrams, decoded packets and events. It is
 * single-threaded, and owns no socket, thread or clock, and no randomness but the one it was handed.
 *
 * <p>Datagrams go down at once through the {@link DatagramSink} of the constructor, which only enqueues. After each
 * {@link #receive} or {@link #timeout}, or a call from above, its driver takes {@link #pollPacket()} until null, then
 * {@link #pollEvent()} until null, and then asks {@link #deadlineNanos()} again; {@link Pump} does just that.
 *
 * @param <E> the type of its events: a sealed interface of records
 */
public interface Engine<E> {
    /** The deadline of an engine that waits for nothing. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Handles one packet. It never throws because of the packet's bytes: it counts, traces and drops.
     *
     * @param borrowed valid during the call only
     * @param nowNanos monotonic time
     */
    void receive(Packet borrowed, long nowNanos);

    /** Runs the timers that are due at {@code nowNanos}. A spurious call does nothing. */
    void timeout(long nowNanos);

    /** Returns the time at which {@link #timeout} is wanted next, or {@link #NEVER}. */
    long deadlineNanos();

    /** Returns the next packet decoded for the floor above, which the caller then owns, or null if there is none. */
    @Nullable
    Packet pollPacket();

    /**
     * Returns the next event, or null if there is none. Take the events after the packets, when it is safe to call the
     * engine again.
     */
    @Nullable
    E pollEvent();
}
