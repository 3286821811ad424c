package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.device.FakeDevices;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** Runs a script that tells its result by {@code tell(text)}; what it throws fails the test. */
final class Scripts {
    private static final int SECONDS = 60;

    /** Two connections in one script, joined by {@code join(a, b)}. */
    static final String JOIN = """
            async function join(a, b) {
              a.onicecandidate = e => b.addIceCandidate(e.candidate);
              b.onicecandidate = e => a.addIceCandidate(e.candidate);
              await a.setLocalDescription();
              await b.setRemoteDescription(a.localDescription);
              await b.setLocalDescription();
              await a.setRemoteDescription(b.localDescription);
            }
            """;

    private Scripts() {}

    /** The body is that of an async function; what it returns, as a text, is the result. */
    static String run(String body) throws Exception {
        try (PlumbScript script = PlumbScript.create()) {
            return run(script, body);
        }
    }

    static String runWithDevices(String body) throws Exception {
        try (PlumbScript script = PlumbScript.create()) {
            script.agent().mediaDevices().add(FakeDevices.microphone());
            script.agent().mediaDevices().add(FakeDevices.camera());
            return run(script, body);
        }
    }

    static String run(PlumbScript script, String body) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        script.loop().execute(() -> {
            ProxyExecutable tell = a -> told.complete(a[0].asString());
            script.context().getBindings("js").putMember("tell", tell);
        });
        script.eval(
                        "test",
                        JOIN + "(async () => {" + body
                                + "})().then(v => tell(`${v}`), e => tell('FAILED ' + e + e.stack));")
                .get(SECONDS, TimeUnit.SECONDS);
        String result = told.get(SECONDS, TimeUnit.SECONDS);
        assertThat(result).doesNotStartWith("FAILED");
        return result;
    }
}
