package dev.plumb.io.net;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches this machine's addresses, and tells listeners when one has come or gone. It looks every three seconds, and
 * only while there is a listener. All methods must be called on the loop, and listeners are called on it.
 */
public final class AddressWatch {
    private static final long PAUSE_NANOS = 3_000_000_000L;

    private final Loop loop;
    private final Network network;
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private List<LocalAddress> last = List.of();
    private Loop.@Nullable Timer timer;

    /** Makes a watch without listeners, which does nothing yet. */
    public AddressWatch(Loop loop, Network network) {
        this.loop = loop;
        this.network = network;
    }

    /** Adds a listener. Adding one that is there changes nothing. */
    public void add(Runnable listener) {
        if (listeners.isEmpty()) {
            last = network.localAddresses();
            schedule();
        }
        listeners.add(listener);
    }

    /** Removes a listener. With the last one, the watch stops. */
    public void remove(Runnable listener) {
        listeners.remove(listener);
        Loop.Timer running = timer;
        if (listeners.isEmpty() && running != null) {
            running.cancel();
            timer = null;
        }
    }

    private void schedule() {
        timer = loop.schedule(loop.nowNanos() + PAUSE_NANOS, this::look);
    }

    private void look() {
        List<LocalAddress> now = network.localAddresses();
        if (!now.equals(last)) {
            last = now;
            List.copyOf(listeners).forEach(Runnable::run);
        }
        if (!listeners.isEmpty()) {
            schedule();
        }
    }
}
