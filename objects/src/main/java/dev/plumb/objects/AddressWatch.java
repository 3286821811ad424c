package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.LocalAddress;
import dev.plumb.base.net.Network;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks every few seconds whether this machine's addresses have changed, while a gatherer wants to know. On the loop. */
final class AddressWatch {
    private static final long PAUSE_NANOS = 3_000_000_000L;

    private final Loop loop;
    private final Network network;
    private final Set<RTCIceGatherer> gatherers = new LinkedHashSet<>();
    private List<LocalAddress> last = List.of();
    private Loop.@Nullable Timer timer;

    AddressWatch(Loop loop, Network network) {
        this.loop = loop;
        this.network = network;
    }

    void add(RTCIceGatherer gatherer) {
        if (gatherers.isEmpty()) {
            last = network.localAddresses();
            schedule();
        }
        gatherers.add(gatherer);
    }

    void remove(RTCIceGatherer gatherer) {
        gatherers.remove(gatherer);
        Loop.Timer running = timer;
        if (gatherers.isEmpty() && running != null) {
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
            List.copyOf(gatherers).forEach(RTCIceGatherer::addressesMayHaveChanged);
        }
        if (!gatherers.isEmpty()) {
            schedule();
        }
    }
}
