package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** A stack with data channels behind the commands and events that {@code data/peer.js} tells. */
interface DataPeer extends AutoCloseable {
    /** Has it do something. */
    void tell(ObjectNode command);

    /** The first event since {@link #forget}, or to come, of a name and as wanted. */
    JsonNode await(String event, int seconds, Predicate<JsonNode> wanted);

    /** Forgets the events so far. */
    void forget();

    @Override
    void close() throws IOException;

    /** Who there is. */
    enum Stack {
        CHROMIUM,
        FIREFOX,
        PION,
        AIORTC,
        WERIFT,
        LIBWEBRTC;

        private DataPeer start() throws Exception {
            return switch (this) {
                case CHROMIUM, FIREFOX -> of(Browser.start(Browser.Kind.valueOf(name()), "data.html"));
                case PION -> {
                    Assumptions.assumeTrue(LinePeer.Stack.PION.isInstalled(), "Pion is not installed: SKIPPED");
                    yield of(LinePeer.start(List.of(
                            LinePeer.builtPion("/data/pion.go.txt", "datapeer").toString())));
                }
                case AIORTC -> {
                    Assumptions.assumeTrue(LinePeer.Stack.AIORTC.isInstalled(), "aiortc is not installed: SKIPPED");
                    yield of(LinePeer.start(List.of(
                            "/usr/bin/python3",
                            LinePeer.resource("/data/peer.py").toString())));
                }
                case WERIFT ->
                    of(LinePeer.start(
                            List.of("node", werift().resolve("werift.cjs").toString())));
                case LIBWEBRTC -> {
                    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
                    skipUnless(platform.equals("Linux amd64"), "no native libwebrtc for " + platform);
                    yield of(LinePeer.start(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LibWebrtcPeer.class.getName())));
                }
            };
        }

        private static Path werift() throws IOException {
            try {
                return NodeModules.werift();
            } catch (IllegalStateException e) {
                skipUnless(false, "npm cannot install werift: " + e.getMessage());
                throw e;
            }
        }

        private static void skipUnless(boolean there, String reason) {
            if (!there) {
                System.err.println(reason + ": SKIPPED");
            }
            Assumptions.assumeTrue(there, reason + ": SKIPPED");
        }

        private boolean isBrowserInstalled() {
            return switch (this) {
                case CHROMIUM, FIREFOX -> Browser.Kind.valueOf(name()).isInstalled();
                default -> true;
            };
        }
    }

    /** One of each kind, started at its first use, for calls one after the other. */
    final class Started implements AutoCloseable {
        private final Map<Stack, DataPeer> open = new EnumMap<>(Stack.class);

        DataPeer of(Stack stack) throws Exception {
            Stack.skipUnless(stack.isBrowserInstalled(), stack.name().toLowerCase(Locale.ROOT) + " is not installed");
            DataPeer present = open.get(stack);
            if (present == null) {
                present = stack.start();
                open.put(stack, present);
            }
            return present;
        }

        @Override
        public void close() throws IOException {
            for (DataPeer peer : open.values()) {
                peer.close();
            }
            open.clear();
        }
    }

    private static DataPeer of(LinePeer peer) {
        return new DataPeer() {
            @Override
            public void tell(ObjectNode command) {
                peer.tell(command);
            }

            @Override
            public JsonNode await(String event, int seconds, Predicate<JsonNode> wanted) {
                return peer.await(event, seconds, wanted);
            }

            @Override
            public void forget() {
                peer.forget();
            }

            @Override
            public void close() throws IOException {
                peer.close();
            }
        };
    }

    private static DataPeer of(Browser browser) {
        return new DataPeer() {
            @Override
            public void tell(ObjectNode command) {
                browser.call("data", command);
            }

            @Override
            public JsonNode await(String event, int seconds, Predicate<JsonNode> wanted) {
                return browser.await(event, wanted, seconds);
            }

            @Override
            public void forget() {
                browser.forget();
            }

            @Override
            public void close() {
                browser.close();
            }
        };
    }
}
