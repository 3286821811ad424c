package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script has so much of each thing, is told by an exception that there is no more, and leaves nothing running. */
class ScriptLimitsTest {
    private static final ScriptLimits FEW = ScriptLimits.USUAL
            .withConnections(5)
            .withGatherers(5)
            .withChannels(5)
            .withWorkers(5)
            .withKeys(5)
            .withBufferBytes(1L << 20);

    private static String run(ScriptLimits limits, String body) throws Exception {
        try (PlumbScript script = PlumbScript.create(ScriptOptions.NONE.withLimits(limits))) {
            return Scripts.run(script, body);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new RTCPeerConnection()",
                "new RTCIceGatherer()",
                "pc.createDataChannel('x', { negotiated: true, id: id++ })"
            })
    void opensAsManyAsItMayAndMoreWhenSomeAreClosed(String opening) throws Exception {
        assertThat(run(FEW.withConnections(6).withGatherers(6), """
                        const first = new RTCIceGatherer(), pc = new RTCPeerConnection();
                        let id = 0, open = [], refused = '';
                        const fill = () => { for (let i = 0; i < 10000; i++) { try { open.push(%s); } catch (e) { refused = e.name + (e instanceof DOMException); return; } } };
                        fill();
                        const count = open.length;
                        open.forEach(o => o.close());
                        await new Promise(r => setTimeout(r, 50));
                        open = [];
                        fill();
                        return `${count} ${refused} ${open.length > 0}`;
                        """.formatted(opening)))
                .matches("[56] OperationErrortrue true");
    }

    @Test
    void opensNoMoreSocketsThanItMayWhateverItOpens() throws Exception {
        try (PlumbScript script =
                PlumbScript.create(ScriptOptions.NONE.withLimits(ScriptLimits.USUAL.withSockets(7)))) {
            Scripts.run(script, """
                    for (let i = 0; i < 50; i++) { new RTCIceGatherer().gather(); const pc = new RTCPeerConnection(); pc.createDataChannel('x'); pc.setLocalDescription(); }
                    await new Promise(r => setTimeout(r, 200));
                    return '';
                    """);
            assertThat(script.agent().call(() -> script.agent().openObjects())).isPositive();
            assertThat(script.holdings().ports().get()).isLessThanOrEqualTo(7);
        }
    }

    @Test
    void keysAreMadeOneAtATimeAndFewWait() throws Exception {
        assertThat(run(FEW, """
                        const all = [];
                        for (let i = 0; i < 1000; i++) {
                          all.push(RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' }).then(() => 'made', e => e.name));
                        }
                        const told = await Promise.all(all);
                        return [told.filter(t => t === 'made').length, told.filter(t => t === 'OperationError').length].join();
                        """)).isEqualTo("6,994");
    }

    @Test
    void workersOfWorkersCountTogether() throws Exception {
        assertThat(run(FEW, """
                        const code = 'data:text/javascript,' + encodeURIComponent('onmessage = () => 0; postMessage("begun");');
                        const told = [];
                        for (let i = 0; i < 20; i++) {
                          const w = new Worker(code);
                          told.push(new Promise(r => { w.onmessage = e => r(e.data); w.onerror = e => r('refused'); }));
                        }
                        const all = await Promise.all(told);
                        return [all.filter(t => t === 'begun').length, all.filter(t => t === 'refused').length].join();
                        """)).isEqualTo("5,15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new ArrayBuffer(1 << 16)",
                "new ArrayBuffer(1, { maxByteLength: 1 << 16 })",
                "new SharedArrayBuffer(1 << 16)",
                "new Uint8Array(1 << 16)",
                "new Float64Array(1 << 13)",
                "new Uint8Array(list)",
                "new Uint8Array(some)",
                "Uint8Array.from({ length: 1 << 16 })",
                "some.slice()",
                "some.map(x => x)",
                "some.toReversed()",
                "some.buffer.slice(0)",
                "new ArrayBuffer(1).transfer(1 << 16)",
                "structuredClone(some)",
                "new (class extends Uint8Array {})(1 << 16)",
                "Reflect.construct(ArrayBuffer, [1 << 16], Object)",
                "new (new Uint8Array(1).constructor)(1 << 16)",
            })
    void buffersAreRefusedBeyondWhatAScriptMayHoldAndCollectedOnesDoNotCount(String making) throws Exception {
        assertThat(run(FEW, """
                        const some = new Uint8Array(1 << 16), list = new Array(1 << 16).fill(1);
                        for (let i = 0; i < 50; i++) { %1$s; if (i %% 20 === 0) await 0; }
                        const kept = [];
                        try {
                          for (let i = 0; i < 1000; i++) kept.push(%1$s);
                        } catch (e) {
                          return e.name + (e instanceof RangeError) + (kept.length > 2 && kept.length <= 16);
                        }
                        return 'never refused';
                        """.formatted(making))).isEqualTo("RangeErrortruetrue");
    }

    /** Reading a number is a function of Java's that nothing interrupts. */
    @Test
    void closingDoesNotWaitForWhatCannotBeInterrupted() throws Exception {
        PlumbScript script = PlumbScript.create();
        CompletableFuture<String> running = script.eval("test", "globalThis.big = '9'.repeat(1e6); 0")
                .thenCompose(_ -> script.eval("test", "for (;;) BigInt(big.repeat(5)); 0"));
        script.eval("begun", "0").get(60, TimeUnit.SECONDS);
        script.close();
        assertThatThrownBy(() -> script.loop().execute(() -> {})).isInstanceOf(RuntimeException.class);
        assertThat(running.isDone() || PlumbScript.outliving() > 0).isTrue();
    }
}
