package dev.plumb.examples.jsshim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.js.PlumbScript;
import dev.plumb.js.ScriptOptions;
import dev.plumb.media.device.FakeDevices;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs in real time: a script's timers are the machine's. */
class JsShimTest {
    private static final int SECONDS = 60;

    @Test
    void twoShimsCallEachOther() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Path folder = Path.of("js-shim").toAbsolutePath();
        ScriptOptions options = ScriptOptions.NONE.withReadableRoot(folder).withConsole((level, text) -> said.add(text));
        try (PlumbScript script = PlumbScript.create(options)) {
            script.agent().mediaDevices().add(FakeDevices.microphone());
            script.agent().mediaDevices().add(FakeDevices.camera());
            script.run(folder.resolve("call.js")).get(SECONDS, TimeUnit.SECONDS);
            assertThat(script.idle().get(SECONDS, TimeUnit.SECONDS))
                    .as("nothing is thrown: %s", said)
                    .isTrue();
        }
        assertThat(said).contains("callee: a track of audio", "callee: a track of video", "caller: connected");
        assertThat(said).anyMatch(line -> line.startsWith("callee: hello"));
        assertThat(said).anyMatch(line -> line.matches("callee: \\d{2,} pictures"));
    }
}
