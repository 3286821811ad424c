package dev.plumb.base.loop;

import dev.plumb.base.bytes.PacketPool;
import java.util.concurrent.Executor;

/**
 * A single thread of control with a clock, on which an agent's objects live. {@link #execute} may be called from any
 * thread.
 */
public interface Loop extends Executor {
    /** Returns the monotonic time, in nanoseconds from an arbitrary origin. */
    long nowNanos();

    /** Returns the wall-clock time, in nanoseconds since 1970. */
    long wallNanos();

    /** Returns whether the caller runs on this loop. */
    boolean onLoop();

    /** Runs {@code task} on this loop at or after {@code deadlineNanos}. Called on the loop. */
    Timer schedule(long deadlineNanos, Runnable task);

    /** Returns this loop's packets. Call it on the loop. */
    PacketPool pool();

    /** A task that was scheduled. */
    interface Timer {
        /** Cancels the task, or does nothing if it has run. */
        void cancel();
    }
}
