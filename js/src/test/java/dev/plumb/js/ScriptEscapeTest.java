package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.io.loop.RtcLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that change what the language itself is made of, to see what the binding hands to it. */
class ScriptEscapeTest {
    private static final int SECONDS = 60;

    /** Sees every receiver and argument of whatever was changed; then uses as much of the binding as one can. */
    private static final String SPY = """
            const seen = [];
            const note = (...all) => { for (const v of all) if ((typeof v === 'object' && v !== null) || typeof v === 'function') seen[seen.length] = v; };
            const sleep = ms => new Promise(r => setTimeout(r, ms));
            async function useAll() {
              const pc = new RTCPeerConnection({ iceServers: [{ urls: ['stun:127.0.0.1:9'] }] });
              const other = new RTCPeerConnection();
              const channel = pc.createDataChannel('x', { negotiated: true, id: 3 });
              channel.binaryType = 'arraybuffer';
              pc.addEventListener('icecandidate', () => {});
              const t = pc.addTransceiver('audio', { direction: 'sendrecv', streams: [new MediaStream()] });
              try { t.setCodecPreferences([]); } catch {}
              t.sender.getParameters();
              pc.getTransceivers(); pc.getSenders(); pc.getConfiguration();
              await pc.setLocalDescription();
              await other.setRemoteDescription(pc.localDescription);
              await pc.getStats();
              const c = await RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' });
              new RTCPeerConnection({ certificates: [c] }).close();
              structuredClone({ a: [1, new Map([[1, 2]])] });
              try { structuredClone(c); } catch {}
              try { pc.createDataChannel(Symbol()); } catch {}
              try { await fetch('file:///x'); } catch {}
              try { new Worker('data:text/javascript,postMessage(1)').terminate(); } catch {}
              new Headers([['a', 'b']]); new URL('http://a/b?c=d').searchParams.get('c'); new Blob(['a']);
              pc.close(); other.close();
              await sleep(20);
            }
            // what the prelude shares, and what it reaches Java by
            function isInner(v) {
              try { return ('native' in v && 'makers' in v) || ('callStatic' in v) || ('openWebSocket' in v); } catch { return false; }
            }
            """;

    @Test
    void gettersOnTheRootOfAllObjectsAreNotAskedForWhatThePreludeShares() throws Exception {
        assertThat(Scripts.run(SPY + """
                        for (const name of ['includeLoopback', 'page', 'deliverToWorker', 'deliver', 'wrapped', '$frozen', 'native', 'host', 'now',
                            'openTransform', 'isBlob', 'handle', 'agent', 'call', 'settle', 'reflect', 'document', 'window', 'postToWorker', 'isWorker']) {
                          Object.defineProperty(Object.prototype, name, { configurable: true, get() { note(this); return undefined; },
                              set(v) { note(this, v); Object.defineProperty(this, name, { value: v, writable: true, configurable: true, enumerable: true }); } });
                        }
                        let failed = '';
                        try { await useAll(); } catch (e) { failed = String(e); }
                        const inner = seen.filter(isInner).length;
                        const handles = seen.filter(v => v.handle !== undefined).length;
                        return inner + '|' + handles + '|' + failed;
                        """)).isEqualTo("0|0|");
    }

    /** The way from such a getter to any class of Java, had it one. */
    @Test
    void aGetterOnTheRootOfAllObjectsLeadsToNoJavaClass() throws Exception {
        assertThat(Scripts.run("""
                        let inner;
                        Object.defineProperty(Object.prototype, 'includeLoopback', { configurable: true, get() { inner = this; } });
                        new RTCPeerConnection().close();
                        delete Object.prototype.includeLoopback;
                        if (inner === undefined || inner.call === undefined) return 'nothing';
                        const type = inner.call(inner.agent, 'getClass');
                        return inner.call(inner.call(type, 'forName', 'java.lang.Runtime'), 'getName');
                        """)).isEqualTo("nothing");
    }

    @Test
    void changedBuiltInsAreNotGivenWhatThePreludeShares() throws Exception {
        assertThat(Scripts.run(SPY + """
                        const apply = Reflect.apply;
                        const changed = [];
                        for (const proto of [Array.prototype, Map.prototype, Set.prototype, WeakMap.prototype, Promise.prototype,
                            Function.prototype, Object, Reflect, JSON, String.prototype]) {
                          for (const key of Reflect.ownKeys(proto)) {
                            const d = Object.getOwnPropertyDescriptor(proto, key);
                            if (key === 'constructor' || !d.configurable || typeof d.value !== 'function') continue;
                            const old = d.value;
                            changed[changed.length] = [proto, key, d];
                            proto[key] = function (...a) {
                              if (!this || !Object.isFrozen) {}
                              seen[seen.length] = this;
                              for (let i = 0; i < a.length; i++) seen[seen.length] = a[i];
                              return apply(old, this, a);
                            };
                          }
                        }
                        let failed = '';
                        try { await useAll(); } catch (e) { failed = e + e.stack; }
                        const inner = [];
                        for (let i = 0; i < seen.length; i++) {
                          const v = seen[i];
                          if (((typeof v === 'object' && v !== null) || typeof v === 'function') && isInner(v)) inner[inner.length] = v;
                        }
                        return inner.length + '|' + failed;
                        """)).isEqualTo("0|");
    }

    @Test
    void stacksShowNothingOfThePrelude() throws Exception {
        assertThat(Scripts.run(SPY + """
                        let sites = 0;
                        Error.prepareStackTrace = (e, frames) => {
                          for (const f of frames) { sites++; for (const m of ['getThis', 'getFunction', 'getEvalOrigin']) { try { note(f[m]()); } catch {} } }
                          return '';
                        };
                        const peek = () => { new Error('x').stack; return 1; };
                        const pc = new RTCPeerConnection();
                        try { pc.createDataChannel({ toString() { peek(); return 'x'; } }); } catch {}
                        try { new RTCPeerConnection({ get iceServers() { peek(); return []; } }); } catch {}
                        pc.addEventListener('signalingstatechange', peek);
                        await pc.setLocalDescription();
                        pc.close();
                        const bad = seen.filter(v => isInner(v) || v.handle !== undefined || (v.constructor && /Impl$/.test(v.constructor.name)));
                        return bad.length + '';
                        """)).isEqualTo("0");
    }

    /** Even with a handle and the way to call its methods, there is no way to what is not the objects'. */
    @ParameterizedTest
    @ValueSource(strings = {"getClass", "hashCode", "toString", "add", "devices", "getUserMedia"})
    void methodsOfEveryJavaObjectAreNotCalled(String method) throws Exception {
        try (PlumbScript script = PlumbScript.create()) {
            CompletableFuture<Value> answer = new CompletableFuture<>();
            script.loop().execute(() -> {
                try {
                    answer.complete(script.binding().calls().task(() -> {
                        Value inner = script.binding().internal().getMember("native");
                        Value handle = inner.getMember("make").execute("mediaDevices");
                        return inner.getMember("call").execute(handle, method);
                    }));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            assertThatThrownBy(() -> answer.get(SECONDS, TimeUnit.SECONDS)).hasMessageContaining(method);
        }
    }

    @Test
    void noPathLeadsOutOfTheGrantedFolder(@TempDir Path folder) throws Exception {
        Path granted = Files.createDirectory(folder.resolve("granted"));
        Path beside = Files.createDirectory(folder.resolve("granted-not"));
        Files.writeString(beside.resolve("s.mjs"), "export const value = 'found';");
        Files.createSymbolicLink(granted.resolve("dir"), beside);
        Files.writeString(granted.resolve("own.mjs"), "export const value = 'own';");
        try (PlumbScript script = PlumbScript.create(ScriptOptions.NONE
                .withReadableRoot(granted)
                .withLocation(java.net.URI.create("http://localhost/main.js")))) {
            assertThat(Scripts.run(script, """
                            const tried = [];
                            const out = '%s';
                            for (const path of ['/dir/s.mjs', '/../granted-not/s.mjs', '/%%2e%%2e/granted-not/s.mjs', '/..%%2fgranted-not/s.mjs',
                                '//' + out + '/s.mjs', '/%%2f' + out + '/s.mjs', '/' + out + '/s.mjs']) {
                              for (const base of ['http://localhost', 'file://' + '%s']) {
                                try { const t = await (await fetch(base + path)).text(); if (t.includes('found')) tried.push('F ' + base + path); } catch {}
                                try { if ((await import(base + path)).value === 'found') tried.push('I ' + base + path); } catch {}
                              }
                              try { if ((await import(path)).value === 'found') tried.push('P ' + path); } catch {}
                            }
                            return tried.join();
                            """.formatted(beside, granted))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Promise.resolve().then(() => { for (;;); });",
                "setTimeout(() => { for (;;); }, 1);",
                "new RTCPeerConnection({ get iceServers() { for (;;); } });",
                "const f = () => Promise.resolve().then(f); f();",
                "const p = new RTCPeerConnection(); p.onnegotiationneeded = () => { for (;;); }; p.createDataChannel('x');",
                "new Worker('data:text/javascript,for(;;);');",
                "'x'.repeat(1 << 28).replace(/x/g, 'yyyy');",
                "new MessageChannel().port1.postMessage({ get a() { for (;;); } });",
                "const c = new MessageChannel(); c.port1.onmessage = () => { for (;;); }; c.port2.postMessage(1);",
                "new Worker('data:text/javascript,setTimeout(() => { for(;;); }, 1)');",
                "try { for (;;); } finally { for (;;); }",
                "new ReadableStream({ pull() { for (;;); } });",
            })
    void whateverRunsForeverIsEnded(String text) throws Exception {
        ScriptOptions options = ScriptOptions.NONE.withLongestTask(Duration.ofMillis(500));
        try (PlumbScript script = PlumbScript.create(options)) {
            var run = script.eval("test", text);
            assertThatThrownBy(() -> script.idle().get(SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ScriptLimitException.class);
            run.handle((value, failure) -> true).get(SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatAWorkersContextNeedsIsNotItsMakersTime() {
        ScriptCalls calls = new ScriptCalls(RtcLoop.on(Runnable::run));
        long during = calls.task(() -> calls.uncounted(() -> calls.taskNanos()));
        assertThat(during).isZero();
        boolean isCountedAgain = calls.task(() -> {
            boolean _ = calls.uncounted(() -> true);
            long before = calls.taskNanos();
            while (calls.taskNanos() == before) {
                Thread.onSpinWait();
            }
            return true;
        });
        assertThat(isCountedAgain).isTrue();
    }

    @Test
    void aScriptIsNotIdleWhileItsWorkerWaits() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (PlumbScript script =
                PlumbScript.create(ScriptOptions.NONE.withConsole((level, text) -> told.add(level + ' ' + text)))) {
            script.eval("test", """
                    const w = new Worker('data:text/javascript,setTimeout(() => { postMessage("a b"); }, 300)');
                    w.onmessage = e => console.log(e.data);
                    w.onerror = e => console.log(e.message);
                    """).get(SECONDS, TimeUnit.SECONDS);
            assertThat(script.idle().get(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(told).singleElement().asString().endsWith("a b");
        }
    }

    @Test
    void aStackThatOverflowsInTheBindingLeavesTheScriptItsUse() throws Exception {
        assertThat(Scripts.run("""
                        const tried = [];
                        const deep = () => new RTCPeerConnection({ get iceServers() { deep(); return []; } });
                        try { deep(); } catch (e) { tried.push(e.name); }
                        const fire = t => { t.addEventListener('a', () => t.dispatchEvent(new Event('a'))); };
                        let nested = []; for (let i = 0; i < 1e5; i++) nested = [nested];
                        try { structuredClone(nested); } catch (e) { tried.push(e.name); }
                        const pc = new RTCPeerConnection();
                        await pc.setLocalDescription();
                        pc.close();
                        return tried.join();
                        """)).isEqualTo("RangeError,RangeError");
    }

    @Test
    void aWorkerMayDoNoMoreThanItsParent(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.mjs"), "export const value = 'found';");
        String attack = """
                (async () => {
                  const tried = [];
                  for (const a of [() => import('%1$s'), () => fetch('file://%1$s'), () => fetch('http://127.0.0.1:9/')]) {
                    try { await a(); tried.push('REACHED'); } catch { tried.push('no'); }
                  }
                  postMessage(tried.join());
                })();""".formatted(secret);
        assertThat(Scripts.run("""
                        const w = new Worker('data:text/javascript,' + encodeURIComponent(`%s`));
                        return await new Promise((r, f) => { w.onmessage = e => r(e.data); w.onerror = e => r(e.message); });
                        """.formatted(attack))).isEqualTo("no,no,no");
    }
}
