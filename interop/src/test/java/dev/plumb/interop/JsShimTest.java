package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.examples.jsshim.JsShim;
import dev.plumb.js.ScriptConsole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offer and answer written in JavaScript on the objects, with Chromium's own on the other side. */
class JsShimTest {
    private static final String FIGURES = """
            (async () => {
              const stats = [...(await call.pc.getStats()).values()];
              const of = (type, kind) => stats.find(s => s.type === type && s.kind === kind) || {};
              const video = document.querySelector('#theirs');
              const canvas = new OffscreenCanvas(4, 1);
              const context = canvas.getContext('2d');
              if (video.videoWidth) context.drawImage(video, 0, 0, 4, 1);
              return { sound: of('inbound-rtp', 'audio').totalAudioEnergy || 0, pictures: of('inbound-rtp', 'video').framesDecoded || 0,
                width: video.videoWidth, pixels: [...context.getImageData(0, 0, 4, 1).data],
                left: of('remote-inbound-rtp', 'video').packetsLost, sent: of('outbound-rtp', 'video').framesSent || 0, heard: call.heard,
                channels: stats.filter(s => s.type === 'data-channel').map(s => [s.state, s.messagesSent, s.messagesReceived]),
                sctp: call.pc.sctp && call.pc.sctp.state };
            })()""";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void soundPicturesAndMessagesFlowBothWays(boolean scriptOffers) throws Exception {
        assumeTrue(Browser.Kind.CHROMIUM.isInstalled(), "CHROMIUM is not installed: SKIPPED");
        List<String> said = new CopyOnWriteArrayList<>();
        ScriptConsole console = (level, text) -> said.add(text);
        try (JsShim example = new JsShim(0, scriptOffers, console);
                Browser browser = Browser.open(Browser.Kind.CHROMIUM, example.page())) {
            try {
                talk(browser, said);
            } catch (AssertionError e) {
                throw new AssertionError(
                        said + "\n" + browser.evaluate("document.querySelector('#log').textContent") + "\n"
                                + browser.evaluate(FIGURES),
                        e);
            }
        }
    }

    private static void talk(Browser browser, List<String> said) {
        JsonNode last = Pause.value(
                "media in the page",
                40,
                () -> browser.evaluate(FIGURES),
                f -> f.path("pictures").asInt() > 20
                        && f.path("sound").asDouble() > 0.1
                        && f.path("sent").asInt() > 20
                        && f.path("heard").size() > 0);
        assertThat(last.path("heard").get(0).asText()).isEqualTo("the script heard: hello");
        assertThat(last.path("width").asInt()).isEqualTo(640);
        // the test pattern's bars: light on the left, blue on the right
        assertThat(last.path("pixels").get(0).asInt()).isGreaterThan(100);
        assertThat(last.path("pixels").get(14).asInt())
                .isGreaterThan(last.path("pixels").get(12).asInt());
        Pause.until(
                "the page's media in the script",
                30,
                () -> said.containsAll(List.of("connection connected", "media audio", "media video")));
        browser.evaluate("document.querySelector('#hang-up').click()");
        Pause.until("the script hears of the end", 30, () -> said.contains("the page has hung up"));
    }
}
