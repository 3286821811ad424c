package dev.plumb.io.loop;

import dev.plumb.base.loop.Loop;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Chooses a loop's poller: the first that a provider has, else the JDK's selector. */
final class Pollers {
    private static final List<PollerProvider> PROVIDERS =
            ServiceLoader.load(PollerProvider.class, PollerProvider.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Pollers() {}

    static Poller open(Loop loop) {
        for (PollerProvider provider : PROVIDERS) {
            Optional<Poller> poller = provider.open(loop);
            if (poller.isPresent()) {
                return poller.get();
            }
        }
        return new SelectorPoller(loop);
    }
}
