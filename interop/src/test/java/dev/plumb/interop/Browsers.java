package dev.plumb.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** One browser of each kind, for calls one after the other. */
final class Browsers implements AutoCloseable {
    private final Map<Browser.Kind, Browser> open = new EnumMap<>(Browser.Kind.class);

    /** The browser of a kind, started at its first use; the test is skipped where it is not installed. */
    Browser of(Browser.Kind kind) throws IOException {
        assumeTrue(kind.isInstalled(), kind + " is not installed: SKIPPED");
        Browser present = open.get(kind);
        if (present == null) {
            present = Browser.start(kind);
            open.put(kind, present);
        }
        return present;
    }

    @Override
    public void close() {
        open.values().forEach(Browser::close);
        open.clear();
    }
}
