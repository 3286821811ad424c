package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script reaches nothing that it was not given. */
class ScriptSecurityTest {
    private static final int SECONDS = 60;

    @Test
    void nothingOfTheJvmIsInReach() throws Exception {
        assertThat(Scripts.run("""
                        const names = ['Java', 'Packages', 'Polyglot', 'Graal', 'java', 'load', 'loadWithNewGlobal', 'read', 'print', 'process',
                          'require', 'quit', 'exit', 'plumb', 'internal', '$'];
                        const everywhere = [globalThis, (() => {}).constructor('return this')(), (0, eval)('this')];
                        const found = everywhere.flatMap(g => names.filter(n => n in g));
                        const pc = new RTCPeerConnection();
                        // nothing behind an object shows, by whatever way one looks
                        for (const key of [...Reflect.ownKeys(pc), ...Reflect.ownKeys(Object.getPrototypeOf(pc))]) {
                          try {
                            const value = pc[key];
                            if (value && (value.getClass || value.class || value.handle)) found.push(String(key));
                          } catch {}
                        }
                        pc.close();
                        const thrown = (() => { try { pc.createDataChannel('x'); } catch (e) { return e; } })();
                        found.push(...['getClass', 'printStackTrace', 'getCause'].filter(n => n in thrown));
                        return found.join() + '|' + (thrown instanceof DOMException);
                        """)).isEqualTo("|true");
    }

    @Test
    void neitherFilesNorServersAreInReachByDefault(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.mjs"), "export const secret = 'found';");
        assertThat(Scripts.run("""
                        const tried = [];
                        for (const attempt of [() => import('%1$s'), () => fetch('file://%1$s'), () => fetch('http://127.0.0.1:9/')]) {
                          try { await attempt(); tried.push('REACHED'); } catch (e) { tried.push(e.name); }
                        }
                        tried.push(await new Promise(r => { new WebSocket('ws://127.0.0.1:9/').onclose = e => r(e.code); }));
                        return tried.join();
                        """.formatted(secret))).isEqualTo("Error,TypeError,TypeError,1006");
    }

    @Test
    void onlyWhatIsBelowTheGrantedFolderIsRead(@TempDir Path folder) throws Exception {
        Path granted = Files.createDirectory(folder.resolve("granted"));
        Files.writeString(folder.resolve("secret.mjs"), "export const value = 'found';");
        Files.writeString(granted.resolve("own.mjs"), "export const value = 'own';");
        Files.createSymbolicLink(granted.resolve("link.mjs"), folder.resolve("secret.mjs"));
        try (PlumbScript script = PlumbScript.create(ScriptOptions.NONE
                .withReadableRoot(granted)
                .withLocation(granted.resolve("main.js").toUri()))) {
            assertThat(Scripts.run(script, """
                            const tried = [(await import('%1$s/own.mjs')).value];
                            for (const path of ['%1$s/../secret.mjs', '%1$s/link.mjs', '/etc/passwd']) {
                              try { tried.push((await import(path)).value); } catch (e) { tried.push(e.name); }
                              try { tried.push(await (await fetch('file://' + path)).text()); } catch (e) { tried.push(e.name); }
                            }
                            return tried.join();
                            """.formatted(granted))).matches("own(,(Type)?Error){6}");
        }
    }

    @Test
    void aTaskThatTakesTooLongEndsTheContext() throws Exception {
        ScriptOptions options = ScriptOptions.NONE.withLongestTask(Duration.ofMillis(500));
        try (PlumbScript script = PlumbScript.create(options)) {
            assertThat(Scripts.run(script, "return 1 + 1;")).isEqualTo("2");
            var endless = script.eval("test", "while (true) {}");
            assertThatThrownBy(() -> endless.get(SECONDS, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> script.idle().get(SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ScriptLimitException.class)
                    .hasMessageContaining("longer");
        }
    }

    @Test
    void aHeapThatGrowsTooFarEndsTheContext() throws Exception {
        ScriptOptions options = ScriptOptions.NONE.withMaxHeapBytes(64L << 20);
        leaveGarbage(); // garbage of before is no room for the script
        try (PlumbScript script = PlumbScript.create(options)) {
            var greedy = script.eval(Source.newBuilder(
                            "js", "const all = []; for (;;) all.push(new Array(1000).fill(all.length));", "test")
                    .buildLiteral());
            assertThatThrownBy(() -> greedy.get(SECONDS, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> script.idle().get(SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ScriptLimitException.class)
                    .hasMessageContaining("heap");
        }
    }

    private static void leaveGarbage() {
        List<byte[]> garbage = new ArrayList<>();
        for (long left = Runtime.getRuntime().maxMemory() / 2; left > 0; left -= 1 << 20) {
            garbage.add(new byte[1 << 20]);
        }
        assertThat(garbage).isNotEmpty();
    }
}
