package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.plumb.examples.voiceagent.VoiceAgent;
import dev.plumb.objects.Agent;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The page and the program of {@code examples/voice-agent}, with a microphone that hears tones. */
class VoiceAgentTest {
    /** Replaces the microphone by a tone that a test turns on and off. */
    private static final String MICROPHONE = """
            (() => {
              const context = new AudioContext();
              const oscillator = context.createOscillator();
              const gain = context.createGain();
              const microphone = context.createMediaStreamDestination();
              gain.gain.value = 0;
              oscillator.connect(gain).connect(microphone);
              oscillator.start();
              navigator.mediaDevices.getUserMedia = async () => microphone.stream;
              window.test = {
                context,
                say: (hertz) => { oscillator.frequency.value = hertz; gain.gain.value = 0.4; },
                hush: () => { gain.gain.value = 0; },
                heard: {},
              };
            })()""";

    /** Counts for each tone that the agent says the samples of it, and interrupts the agent if the test wants to. */
    private static final String EAR = """
            (() => {
              const { context } = test;
              const analyser = context.createAnalyser();
              analyser.fftSize = 2048;
              context.createMediaStreamSource(document.querySelector('#voice').srcObject).connect(analyser);
              const bins = new Float32Array(analyser.frequencyBinCount);
              let last = context.currentTime;
              setInterval(() => {
                const passed = context.currentTime - last;
                last = context.currentTime;
                analyser.getFloatFrequencyData(bins);
                const loudest = bins.indexOf(Math.max(...bins));
                if (bins[loudest] < -50) { return; }
                const hertz = 100 * Math.round(loudest * context.sampleRate / analyser.fftSize / 100);
                test.heard[hertz] = (test.heard[hertz] || 0) + passed;
                if (test.interrupting && hertz === 600) {
                  test.interrupting = false;
                  test.say(1000);
                  setTimeout(test.hush, 1000);
                }
              }, 20);
            })()""";

    @Test
    void theAgentRepeatsWhatItHearsAndStopsWhenItIsInterrupted() throws Exception {
        assumeTrue(Browser.Kind.CHROMIUM.isInstalled(), "CHROMIUM is not installed: SKIPPED");
        try (Agent agent = Agent.create()) {
            HttpServer server = VoiceAgent.serve(agent, 0);
            URI page = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            try (Browser browser = Browser.open(Browser.Kind.CHROMIUM, page)) {
                browser.evaluate(MICROPHONE);
                browser.click("#call");
                Pause.until(
                        "a call",
                        40,
                        () -> browser.evaluate("document.querySelector('#status').textContent")
                                .asText()
                                .equals("connected"));
                browser.evaluate(EAR);
                talk(browser);
            } finally {
                server.stop(0);
            }
        }
    }

    private static void talk(Browser browser) {
        browser.evaluate("test.say(600)");
        Pause.millis(1_000);
        browser.evaluate("test.hush()");
        Pause.until("the echo", 20, () -> seconds(browser, 600) > 0.3);

        browser.evaluate("test.heard = {}; test.say(600)");
        Pause.millis(8_000);
        browser.evaluate("test.heard = {}; test.interrupting = true; test.hush()");
        Pause.until("the answer to the interruption", 40, () -> seconds(browser, 1_000) > 0.3);
        // eight seconds, had it not been interrupted
        assertThat(seconds(browser, 600)).isBetween(0.01, 5.0);
    }

    private static double seconds(Browser browser, int hertz) {
        return browser.evaluate("test.heard").path(Integer.toString(hertz)).asDouble();
    }
}
