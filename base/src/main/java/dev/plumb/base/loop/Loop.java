package dev.plumb.base.loop;

import dev.plumb.base.bytes.PacketPool;
import java.util.concurrent.Executor;

/** A single thread of control with a clock: what an agent's objects live on. {@link #execute} may be called from any thread. */
public interface Loop extends Executor {
    /** Monotonic time, in nanoseconds from an arbitrary origin. */
    long nowNanos();

    /** Nanoseconds since 1970. */
    long wallNanos();

    /** Whether the caller runs on this loop. */
    boolean onLoop();

    /** Runs {@code task} on this loop at or after {@code deadlineNanos}. Called on the loop. */
    Timer schedule(long deadlineNanos, Runnable task);

    /** This loop's packets. Used on the loop. */
    PacketPool pool();

    /** A task that was scheduled. */
    interface Timer {
        /** Takes it back; does nothing where it has run. */
        void cancel();
    }
}
