package dev.plumb.objects.loop;

import dev.plumb.base.loop.Loop;
import java.util.Optional;

/** A poller that is better than the JDK's selector where it works; found by {@link java.util.ServiceLoader}. */
public interface PollerProvider {
    /**
     * A poller for a loop that is being made; empty where this system, or how the JVM was started, does not allow it.
     *
     * @param loop not running yet; what the poller needs of it later is its clock and its packets
     */
    Optional<Poller> open(Loop loop);
}
