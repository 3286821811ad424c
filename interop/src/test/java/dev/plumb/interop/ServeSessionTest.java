package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.server.web.WebServer;
import dev.plumb.server.web.WebServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A person's session with {@code plumb serve}: call, picture and chat returned, hang-up. */
class ServeSessionTest {
    /** The returned picture, made small: the mean of each of 16 x 9 squares, and how many differ from the last time. */
    private static final String PICTURE = """
            (() => {
              const video = document.getElementById('remote');
              if (video.videoWidth === 0) { return { width: 0, green: 0, changed: 0 }; }
              const canvas = document.createElement('canvas');
              canvas.width = 64; canvas.height = 36;
              const context = canvas.getContext('2d');
              context.drawImage(video, 0, 0, 64, 36);
              const data = context.getImageData(0, 0, 64, 36).data;
              let green = 0, changed = 0;
              for (let i = 0; i < data.length; i += 4) {
                green += data[i + 1] > data[i] + 40 && data[i + 1] > data[i + 2] + 40 ? 1 : 0;
                changed += window.lastPicture && Math.abs(data[i + 1] - window.lastPicture[i + 1]) > 25 ? 1 : 0;
              }
              window.lastPicture = data;
              return { width: video.videoWidth, green: green / (64 * 36), changed };
            })()""";

    @Test
    void aPersonCallsSeesItselfChatsAndHangsUp() throws Exception {
        assumeTrue(Browser.Kind.CHROMIUM.isInstalled(), "CHROMIUM is not installed: SKIPPED");
        Path shots = Files.createDirectories(Path.of("target", "screenshots"));
        WebServer server = WebServer.start(WebServerOptions.DEFAULT);
        try (Browser browser = Browser.open(Browser.Kind.CHROMIUM, server.uri())) {
            browser.screenshot(shots.resolve("before.png"));
            browser.click("#call");
            Pause.until("in a call", 30, () -> text(browser, "#status").equals("In a call"));
            pictureComesBackAndMoves(browser);
            figuresAreNotZero(browser);
            browser.screenshot(shots.resolve("call.png"));

            browser.type("#text", "Is anybody there?\n");
            Pause.until("the echo", 10, () -> text(browser, "#messages").contains("echo Is anybody there?"));
            browser.screenshot(shots.resolve("chat.png"));
            assertThat(server.calls()).isEqualTo(1);

            browser.click("#hangup");
            Pause.until("the call's end", 10, () -> server.calls() == 0);
            assertThat(text(browser, "#status")).isEqualTo("Call ended");
            assertThat(browser.evaluate("document.getElementById('problem').hidden")
                            .asBoolean())
                    .isTrue();
            browser.screenshot(shots.resolve("hangup.png"));

            browser.click("#call");
            Pause.until("in a call again", 30, () -> text(browser, "#status").equals("In a call"));
            server.close();
            Pause.until("the page says why", 10, () -> text(browser, "#problem").contains("the server is closing"));
            browser.click("#call");
            Pause.until(
                    "the page says that nobody is there",
                    10,
                    () -> text(browser, "#problem").contains("The server is gone"));
            browser.screenshot(shots.resolve("gone.png"));
        } finally {
            server.close();
        }
    }

    @Test
    void thePageFitsANarrowScreen() throws Exception {
        assumeTrue(Browser.Kind.CHROMIUM.isInstalled(), "CHROMIUM is not installed: SKIPPED");
        try (WebServer server = WebServer.start(WebServerOptions.DEFAULT);
                Browser browser = Browser.open(Browser.Kind.CHROMIUM, server.uri())) {
            for (int width : new int[] {320, 360, 414}) {
                browser.screen(width, 640);
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .isLessThanOrEqualTo(width);
            }
        }
    }

    private static void pictureComesBackAndMoves(Browser browser) {
        Pause.until(
                "a picture", 20, () -> browser.evaluate(PICTURE).path("green").asDouble() > 0.4);
        Pause.until(
                "a picture that moves",
                20,
                () -> browser.evaluate(PICTURE).path("changed").asInt() > 10);
        JsonNode picture = browser.evaluate(PICTURE);
        assertThat(picture.path("width").asInt()).isBetween(160, 640);
    }

    private static void figuresAreNotZero(Browser browser) {
        for (String side : new String[] {"page", "agent"}) {
            for (String figure :
                    new String[] {"bitsPerSecondIn", "bitsPerSecondOut", "framesPerSecondIn", "framesPerSecondOut"}) {
                Pause.until(figure + " of " + side, 20, () -> figure(browser, side, figure) > 0);
            }
            Pause.until("round trip of " + side, 20, () -> figure(browser, side, "rttMillis") >= 0);
            Pause.until("jitter of " + side, 20, () -> figure(browser, side, "jitterMillis") >= 0);
            Pause.until("loss of " + side, 20, () -> figure(browser, side, "lossPercentIn") >= 0);
        }
    }

    private static double figure(Browser browser, String side, String name) {
        String shown = text(browser, "[data-side=" + side + "][data-figure=" + name + "]");
        String number = shown.split(" ", 2)[0];
        return number.equals("–") ? -1 : Double.parseDouble(number);
    }

    private static String text(Browser browser, String selector) {
        return browser.evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }
}
