package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumb js} and {@code plumb wpt} as processes of their own. */
class ScriptCommandsTest {
    private static final int SECONDS = 120;

    /** As much of a harness as the command needs to see; the suite's own is not part of this project. */
    private static final String HARNESS = """
            const done = [];
            let report, callback;
            function setup() {}
            function add_result_callback(f) { report = f; }
            function add_completion_callback(f) { callback = f; }
            function test(f, name) {
              const result = { name, status: 0, message: null };
              try { f(); } catch (e) { Object.assign(result, { status: 1, message: String(e) }); }
              done.push(result);
              report(result);
            }
            window.addEventListener('load', () => setTimeout(() => callback(done, { status: 0, message: null })));
            """;

    private record Ended(int code, String out, String err) {}

    private static Ended plumb(Path folder, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = PlumbProcess.of(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void scriptRunsUntilNothingIsLeftToWaitFor(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("part.js"), "export const text = 'imported';");
        Path main = Files.writeString(folder.resolve("main.js"), """
                import { text } from './part.js';
                console.log(text, scriptArgs.join('+'));
                const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
                a.onicecandidate = e => b.addIceCandidate(e.candidate);
                b.onicecandidate = e => a.addIceCandidate(e.candidate);
                const channel = a.createDataChannel('x');
                channel.onopen = () => channel.send('hello');
                b.ondatachannel = e => { e.channel.onmessage = m => { console.log(m.data); a.close(); b.close(); }; };
                await a.setLocalDescription();
                await b.setRemoteDescription(a.localDescription);
                await b.setLocalDescription();
                await a.setRemoteDescription(b.localDescription);
                """);
        Ended ended = plumb(folder, "js", main.toString(), "one", "two");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines()).containsExactly("imported one+two", "hello");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aProcessOfItsOwnHasSoMuchMemoryAndTime(@TempDir Path folder) throws Exception {
        Path good = Files.writeString(folder.resolve("good.js"), "console.log(scriptArgs.join('+')); close();");
        Ended ended = plumb(folder, "js", "--process", good.toString(), "one", "--", "--process");
        assertThat(ended.out().lines().findFirst())
                .hasValueSatisfying(l -> assertThat(l).startsWith("one+"));
        assertThat(ended.code()).isZero();
        Path greedy = Files.writeString(
                folder.resolve("greedy.js"), "const all = []; for (;;) all.push(new Array(1e6).fill(all.length));");
        assertThat(plumb(folder, "js", "--process", "--process-memory", "128", greedy.toString())
                        .code())
                .isNotZero();
        Path endless = Files.writeString(folder.resolve("endless.js"), "for (;;) BigInt('9'.repeat(3000000));");
        Ended stopped = plumb(folder, "js", "--process", "--process-cpu", "2", endless.toString());
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err()).contains("processors");
    }

    @Test
    void whatNobodyCatchesIsToldWithItsPlace(@TempDir Path folder) throws Exception {
        Path main =
                Files.writeString(folder.resolve("main.js"), "\nfunction f() { throw new TypeError('oh'); }\nf();\n");
        Ended ended = plumb(folder, "js", main.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("TypeError: oh").contains("main.js:2");
        Path endless = Files.writeString(folder.resolve("endless.js"), "for (;;) {}");
        Ended limited = plumb(folder, "js", "--longest-task", "0.5", endless.toString());
        assertThat(limited.code()).isEqualTo(1);
        assertThat(limited.err()).contains("a task took longer than --longest-task 0.5 s");
    }

    @Test
    void filesOfTheSuiteRunAsPagesAndNoneHangsTheRun(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectories(folder.resolve("suite"));
        Files.createDirectories(root.resolve("resources"));
        Files.createDirectories(root.resolve("a"));
        Files.writeString(root.resolve("resources/testharness.js"), HARNESS);
        Files.writeString(root.resolve("a/helper.js"), "const helped = document.readyState;");
        String head = "<!doctype html><script src=/resources/testharness.js></script>"
                + "<script src=\"/resources/testharnessreport.js\"></script>";
        Files.writeString(root.resolve("a/page.html"), head + """
                <div id="here">text</div><script src="helper.js"></script>
                <script>
                  test(() => { if (helped !== 'loading' || here.textContent !== 'text') throw new Error(helped); }, 'relative and built');
                  test(() => { throw new Error('no'); }, 'fails');
                </script>
                """);
        Files.writeString(root.resolve("a/script.window.js"), """
                // META: script=helper.js
                // META: title=A script
                test(() => { if (document.title !== 'A script' || !helped) throw new Error(document.title); }, 'wrapped');
                """);
        Files.writeString(
                root.resolve("a/hangs.html"), head + "<script>test(() => {}, 'before'); for (;;) {}</script>");
        Ended ended = plumb(
                folder, "wpt", root.toString(), "a/page.html", "a/script.window.js", "a/hangs.html", "a/none.html");
        assertThat(ended.code()).isZero();
        List<String> lines = ended.out().lines().toList();
        assertThat(lines).hasSize(4);
        JsonNode page = JsonLines.JSON.readTree(lines.get(0));
        assertThat(page.path("status").asText()).isEqualTo("OK");
        assertThat(page.path("tests").toString())
                .isEqualTo("[[\"relative and built\",\"PASS\"],[\"fails\",\"FAIL\",\"Error: no\"]]");
        assertThat(lines.get(1)).contains("\"OK\"", "[\"wrapped\",\"PASS\"]");
        assertThat(lines.get(2)).contains("\"TIMEOUT\"", "[\"before\",\"PASS\"]");
        assertThat(lines.get(3)).contains("\"ERROR\"");
        assertThat(lines.get(0)).startsWith("{\"file\":\"a/page.html\"");
    }
}
