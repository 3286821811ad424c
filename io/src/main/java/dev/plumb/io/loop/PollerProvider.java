package dev.plumb.io.loop;

import dev.plumb.base.loop.Loop;
import java.util.Optional;

/** A service that makes pollers which outperform the JDK's selector. {@link java.util.ServiceLoader} finds it. */
public interface PollerProvider {
    /**
     * Makes a poller for a loop that is being made. Returns empty where the operating system or the JVM's options do
     * not allow it.
     *
     * @param loop a loop that does not run yet. The poller may keep it for its clock and its packet pool
     */
    Optional<Poller> open(Loop loop);
}
