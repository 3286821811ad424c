package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.plumb.examples.browser.FirstContact;
import dev.plumb.objects.Agent;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page and the program of {@code examples/browser}. */
class FirstContactTest {
    private static final String SEEN = """
            (async () => {
              const video = document.querySelector('#theirs');
              const canvas = document.createElement('canvas');
              canvas.width = 4; canvas.height = 1;
              const context = canvas.getContext('2d');
              if (video.videoWidth) context.drawImage(video, 0, 0, 4, 1);
              return { width: video.videoWidth, pixels: [...context.getImageData(0, 0, 4, 1).data], time: video.currentTime,
                log: document.querySelector('#log').textContent, status: document.querySelector('#status').textContent };
            })()""";

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void messagesGoBothWaysAndThePatternIsSeen(Browser.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed: SKIPPED");
        try (Agent agent = Agent.create()) {
            HttpServer server = FirstContact.serve(agent, 0);
            URI page = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            try (Browser browser = Browser.open(kind, page)) {
                JsonNode connected = Pause.value(
                        "a picture",
                        40,
                        () -> browser.evaluate(SEEN),
                        s -> s.path("width").asInt() > 0
                                && s.path("time").asDouble() > 1
                                && s.path("status").asText().equals("connected"));
                assertThat(connected.path("width").asInt()).isEqualTo(640);
                // the test pattern's bars: light on the left, blue on the right
                assertThat(connected.path("pixels").get(0).asInt()).isGreaterThan(100);
                assertThat(connected.path("pixels").get(14).asInt())
                        .isGreaterThan(connected.path("pixels").get(12).asInt());
                browser.click("#say");
                Pause.until(
                        "the program's answer",
                        20,
                        () -> browser.evaluate(SEEN).path("log").asText().equals("the program heard: hello\n"));
                browser.evaluate("document.querySelector('#text').value = ''");
                browser.type("#text", "is anybody there?");
                browser.click("#say");
                Pause.until(
                        "the second answer",
                        20,
                        () -> browser.evaluate(SEEN)
                                .path("log")
                                .asText()
                                .endsWith("the program heard: is anybody there?\n"));
            } finally {
                server.stop(0);
            }
        }
    }
}
