package dev.plumb.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries from npm, unmodified: one side of a call runs on our objects, the other in Chromium, both with the same library. */
class NpmLibraryTest {
    private static final int SECONDS = 40;
    private static final double OUR_TONE_HZ = 440;

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void simplePeerCallsItself(boolean weInitiate) throws Exception {
        try (Call call = new Call("simple-peer")) {
            call.signalEachOther();
            call.start(weInitiate);
            call.ours.await("data", e -> e.path("text").asText().equals("hello"), SECONDS);
            call.theirs.await("data", e -> e.path("text").asText().equals("hello"), SECONDS);
            call.ours.await("data", e -> e.path("length").asInt() == 3, SECONDS);
            call.theirs.await("data", e -> e.path("length").asInt() == 3, SECONDS);
            call.mediaFlowsBothWays();
            call.ours.call("hangUp");
            call.theirs.await("close", e -> true, SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void adapterCallsItself(boolean weInitiate) throws Exception {
        try (Call call = new Call("webrtc-adapter")) {
            call.signalEachOther();
            call.start(weInitiate);
            call.ours.await("connect", e -> true, SECONDS);
            call.theirs.await("connect", e -> true, SECONDS);
            call.ours.await("data", e -> e.path("text").asText().equals("hello"), SECONDS);
            call.theirs.await("data", e -> e.path("text").asText().equals("hello"), SECONDS);
            call.mediaFlowsBothWays();
        }
    }

    /** The library makes a connection of the ORTC objects; Chromium has none, and takes part with its own connection. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shimForEdgeCallsChromium(boolean weInitiate) throws Exception {
        try (Call call = new Call("rtcpeerconnection-shim", "webrtc-adapter")) {
            call.signalEachOther();
            call.start(weInitiate);
            call.theirs.await("connect", e -> true, SECONDS);
            call.mediaFlowsBothWays();
        }
    }

    @ParameterizedTest
    @CsvSource({"jssip,true", "jssip,false", "sip,true", "sip,false"})
    void sipLibrariesCallThemselvesThroughKamailio(String driver, boolean weInitiate) throws Exception {
        assumeTrue(Kamailio.isInstalled(), "kamailio with its WebSocket module is not installed: SKIPPED");
        try (Kamailio kamailio = Kamailio.start();
                Call call = new Call(driver)) {
            call.ours.call("start", "ours", kamailio.uri());
            call.theirs.call("start", "theirs", kamailio.uri());
            call.ours.await("started", e -> true, SECONDS);
            call.theirs.await("started", e -> true, SECONDS);
            Side caller = weInitiate ? call.ours : call.theirs;
            Side callee = weInitiate ? call.theirs : call.ours;
            caller.call("call", weInitiate ? "theirs" : "ours");
            caller.await("connect", e -> true, SECONDS);
            callee.await("connect", e -> true, SECONDS);
            call.mediaFlowsBothWays();
            if (driver.equals("jssip")) {
                call.ours.call("hold", true);
                call.theirs.await("held", e -> true, SECONDS);
                call.ours.await("held-by-us", e -> true, SECONDS);
                call.ours.call("hold", false);
                call.theirs.await("unheld", e -> true, SECONDS);
            } else {
                call.ours.call("info", "hello");
                call.theirs.await("data", e -> e.path("text").asText().equals("hello"), SECONDS);
            }
            callee.call("hangUp");
            caller.await("close", e -> true, SECONDS);
        }
    }

    /** Both send to a double of the library's server, on our ORTC objects, and get what the other sends. */
    @Test
    void mediasoupClientsMeetAtAServer() throws Exception {
        try (Call call = new Call("mediasoup");
                ScriptSide server = new ScriptSide()) {
            server.evaluate(NpmLibraries.bundle("mediasoup-server"));
            Map<String, Side> clients = Map.of("ours", call.ours, "theirs", call.theirs);
            clients.forEach((name, client) -> client.onEvent(
                    "request",
                    e -> call.later(() -> server.call(
                            "request", name, e.get("number"), e.path("method").asText(), e.get("data")))));
            server.onEvent(
                    "answered",
                    e -> call.later(() ->
                            clients.get(e.path("who").asText()).call("answered", e.get("number"), e.get("data"))));
            call.ours.call("start");
            call.theirs.call("start");
            call.ours.await("started", e -> true, SECONDS);
            call.theirs.await("started", e -> true, SECONDS);
            server.onEvent(
                    "produced",
                    e -> call.later(() -> {
                        Side other = e.path("who").asText().equals("ours") ? call.theirs : call.ours;
                        other.call("produced", e.get("producer"));
                    }));
            call.mediaFlowsBothWays();
        }
    }

    /** Two sides with the same script. */
    static final class Call implements AutoCloseable {
        final Side ours;
        final Side theirs;
        private volatile boolean isOver;
        private final ExecutorService courier = Executors.newSingleThreadExecutor();

        Call(String driver) throws Exception {
            this(driver, driver);
        }

        Call(String ourDriver, String theirDriver) throws Exception {
            assumeTrue(Browser.Kind.CHROMIUM.isInstalled(), "chromium is not installed: SKIPPED");
            String ourBundle = NpmLibraries.bundle(ourDriver);
            String theirBundle = ourDriver.equals(theirDriver) ? ourBundle : NpmLibraries.bundle(theirDriver);
            theirs = Side.of(Browser.start(Browser.Kind.CHROMIUM));
            ours = new ScriptSide();
            theirs.evaluate(theirBundle);
            ours.evaluate(ourBundle);
        }

        /** What one side signals the other takes, in its order. */
        void signalEachOther() {
            ours.onEvent("signal", e -> later(() -> theirs.call("take", e.get("data"))));
            theirs.onEvent("signal", e -> later(() -> ours.call("take", e.get("data"))));
        }

        /** Nothing is taken any more once the call is over. */
        void later(Runnable task) {
            if (!isOver) {
                courier.execute(() -> {
                    if (!isOver) {
                        task.run();
                    }
                });
            }
        }

        void start(boolean weInitiate) {
            Side answering = weInitiate ? theirs : ours;
            answering.call("start", false);
            answering.await("started", e -> true, SECONDS);
            (weInitiate ? ours : theirs).call("start", true);
        }

        /** Our test pattern is seen there and their camera here; both hear the other's microphone. */
        void mediaFlowsBothWays() {
            theirs.await("picture", Call::isOurPattern, SECONDS);
            ours.await("picture", Call::isTheirCamera, SECONDS);
            theirs.await("sound", e -> Math.abs(e.path("frequency").asDouble() - OUR_TONE_HZ) < 20, SECONDS);
            ours.await("sound", e -> e.path("share").asDouble() > 0.001, SECONDS);
        }

        /** The leftmost bar is light grey, the rightmost blue, and the number above them changes. */
        private static boolean isOurPattern(JsonNode picture) {
            JsonNode left = picture.path("left");
            JsonNode right = picture.path("right");
            return left.path(0).asInt() > 130
                    && left.path(1).asInt() > 130
                    && right.path(2).asInt() > right.path(0).asInt() + 60;
        }

        /** Green with a pac-man that moves. */
        private static boolean isTheirCamera(JsonNode picture) {
            return picture.path("green").asDouble() > 0.4
                    && picture.path("changed").asInt() > 0;
        }

        @Override
        public void close() {
            isOver = true;
            courier.shutdown();
            try {
                ours.close();
            } finally {
                theirs.close();
            }
        }
    }
}
