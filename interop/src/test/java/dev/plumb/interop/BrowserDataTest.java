package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data channels with real browsers, each as offerer and as answerer. */
class BrowserDataTest {
    /** An echo is five bytes longer, and may have 256 KiB at most. */
    private static final List<Integer> TEXT_SIZES = List.of(1, 10_000, 262_139);

    private static final List<Integer> SIZES = List.of(1, 1_000, 16_384, 65_536, 262_144);

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void textAndBytesAreEchoedIntactBothWays(Browser.Kind kind, boolean weOffer) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed: SKIPPED");
        try (Browser browser = Browser.start(kind);
                BrowserCall call = new BrowserCall(browser, false, false, true)) {
            call.pc.onDataChannel(channel -> {
                channel.onMessage(m -> {
                    switch (m) {
                        case RTCDataChannel.Message.Text t -> {
                            if (!t.text().startsWith("echo ")) {
                                channel.send("echo " + t.text());
                            }
                        }
                        case RTCDataChannel.Message.Binary b -> channel.send(b.bytes());
                    }
                });
            });
            RTCDataChannel ours = call.pc.createDataChannel("from-java");
            List<RTCDataChannel.Message> received = new CopyOnWriteArrayList<>();
            ours.onMessage(received::add);
            if (weOffer) {
                call.weOffer();
            } else {
                call.theyOffer();
            }
            Pause.until("our channel opens", 20, () -> ours.readyState() == RTCDataChannelState.OPEN);
            browser.await("channel-open", e -> e.path("label").asText().equals("from-browser"), 20);
            assertThat(call.candidatesToUs).isPositive();

            ours.send("grüße");
            Pause.until("the page's echo", 10, () -> received.contains(new RTCDataChannel.Message.Text("echo grüße")));
            for (int size : TEXT_SIZES) {
                String text = "t".repeat(size);
                ours.send(text);
                Pause.until(
                        "the page's echo of " + size,
                        20,
                        () -> received.contains(new RTCDataChannel.Message.Text("echo " + text)));
                String echo = (size + 5) + ":"
                        + browser.call("sendLongText", "from-browser", size).asText();
                browser.await(
                        "message",
                        e -> e.path("text").asText().equals(size < 196 ? "echo " + "x".repeat(size) : echo),
                        20);
            }
            browser.call("sendText", "from-browser", "hello");
            browser.await("message", e -> e.path("text").asText().equals("echo hello"), 10);
            for (int size : SIZES) {
                String digest = browser.call("sendBinary", "from-browser", size).asText();
                browser.await(
                        "binary",
                        e -> e.path("bytes").asInt() == size
                                && e.path("digest").asText().equals(digest),
                        20);
                byte[] bytes = new byte[size];
                for (int i = 0; i < size; i++) {
                    bytes[i] = (byte) (i * 31 + (i >> 9));
                }
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
                ours.send(bytes);
                browser.await(
                        "binary",
                        e -> e.path("label").asText().equals("from-java")
                                && e.path("digest").asText().equals(hash),
                        20);
            }
            browser.call("close");
            Pause.until(
                    "we notice that the page has closed",
                    10,
                    () -> ours.readyState() == RTCDataChannelState.CLOSED
                            && call.pc.connectionState() != RTCPeerConnectionState.CONNECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"CHROMIUM", "FIREFOX"})
    void thePageNoticesThatWeHaveClosed(Browser.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed: SKIPPED");
        try (Browser browser = Browser.start(kind);
                BrowserCall call = new BrowserCall(browser, false, false, true)) {
            call.pc.createDataChannel("from-java");
            call.weOffer();
            browser.await("channel-open", e -> e.path("label").asText().equals("from-browser"), 20);
            call.pc.close();
            browser.await("channel-close", e -> e.path("label").asText().equals("from-browser"), 20);
        }
    }
}
