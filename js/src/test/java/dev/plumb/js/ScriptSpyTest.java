package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.device.FakeDevices;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.Test;

/** Scripts that put a spy in the place of a built-in see what is theirs, and nothing of the binding's own or of Java's. */
class ScriptSpyTest {
    private static final int SECONDS = 300;

    /** Originals for the spy itself; what it sees is kept by defining, since assigning asks setters. */
    private static final String SPY = """
            const { apply, ownKeys, defineProperty, getOwnPropertyDescriptor } = Reflect;
            const { getPrototypeOf } = Object;
            const isObject = v => (typeof v === 'object' && v !== null) || typeof v === 'function';
            const text = String;
            let seen = [], count = 0;
            const keep = v => { if (isObject(v)) defineProperty(seen, count++, { __proto__: null, value: v, configurable: true, enumerable: true, writable: true }); };
            const keepAll = list => { for (let i = 0; i < list.length; i++) keep(list[i]); };
            const sleep = (timeout => ms => new Promise(r => timeout(r, ms)))(setTimeout);
            // every object that a script finds built in, by its name
            const holders = [];
            const hold = (name, o) => { if (isObject(o) && !holders.some(h => h.object === o)) holders.push({ name, object: o }); };
            for (const name of ['Object', 'Function', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Promise', 'Reflect',
                'Symbol', 'String', 'Number', 'Boolean', 'BigInt', 'RegExp', 'Date', 'JSON', 'Math', 'Proxy', 'Error', 'TypeError', 'RangeError',
                'AggregateError', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Float64Array', 'Iterator', 'Atomics', 'Intl']) {
              hold(name, globalThis[name]);
              if (globalThis[name]) hold(name + '.prototype', globalThis[name].prototype);
            }
            hold('%TypedArray%', getPrototypeOf(Uint8Array));
            hold('%TypedArray%.prototype', getPrototypeOf(Uint8Array.prototype));
            for (const [name, o] of [['Array Iterator', [][Symbol.iterator]()], ['Map Iterator', new Map()[Symbol.iterator]()],
                ['Set Iterator', new Set()[Symbol.iterator]()], ['String Iterator', ''[Symbol.iterator]()], ['RegExp String Iterator', ''.matchAll(/x/g)],
                ['Generator', (function* () {})()], ['Async Generator', (async function* () {})()]]) {
              for (let p = getPrototypeOf(o); p && p !== Object.prototype; p = getPrototypeOf(p)) hold('%' + name + '%', p);
            }
            const places = [];
            for (const { name, object } of holders) {
              for (const key of ownKeys(object)) {
                const d = getOwnPropertyDescriptor(object, key);
                if (d.configurable && (typeof d.value === 'function' || d.get || d.set)) places.push({ name: name + '.' + text(key), object, key, d });
              }
            }
            // a spy in one place; the answer takes it away again
            function plant({ object, key, d }) {
              const watch = fn => fn && function (...a) {
                keep(this); keepAll(a);
                const result = new.target ? Reflect.construct(fn, a, new.target) : apply(fn, this, a);
                keep(result);
                return result;
              };
              const spied = typeof d.value === 'function' ? { ...d, value: watch(d.value) } : { ...d, get: watch(d.get), set: watch(d.set) };
              if (typeof d.value === 'function' && d.value.prototype) spied.value.prototype = d.value.prototype;
              defineProperty(object, key, spied);
              return () => defineProperty(object, key, d);
            }
            // what is not the script's among what was seen; told once
            function strange() {
              const all = seen, many = count;
              seen = []; count = 0;
              let found = '';
              for (let i = 0; i < many; i++) { const why = judge(all[i]); if (why) found = why; }
              return found;
            }
            """;

    /** As much of the binding as can be used at once, and a call. */
    private static final String USE = """
            function useAtOnce() {
              const pc = new RTCPeerConnection({ iceServers: [{ urls: ['stun:127.0.0.1:9'] }] });
              const channel = pc.createDataChannel('x', { negotiated: true, id: 3 });
              channel.binaryType = 'arraybuffer'; channel.onmessage = () => {}; channel.bufferedAmountLowThreshold = 5;
              void [channel.label, channel.id, channel.readyState, channel.transport];
              const heard = () => {};
              pc.addEventListener('icecandidate', heard); pc.removeEventListener('icecandidate', heard);
              const stream = new MediaStream(); stream.getTracks(); stream.clone();
              const t = pc.addTransceiver('audio', { direction: 'sendrecv', streams: [stream], sendEncodings: [{}] });
              try { t.setCodecPreferences(RTCRtpReceiver.getCapabilities('audio').codecs); } catch {}
              t.sender.getParameters(); t.receiver.getParameters(); t.sender.dtmf; t.sender.setStreams(stream); t.setHeaderExtensionsToNegotiate(t.getHeaderExtensionsToNegotiate());
              pc.getTransceivers(); pc.getSenders(); pc.getReceivers(); pc.getConfiguration(); pc.setConfiguration(pc.getConfiguration());
              void [pc.localDescription, pc.remoteDescription, pc.sctp, pc.signalingState];
              pc.setLocalDescription(); pc.createOffer(); pc.getStats().then(() => {}); pc.createOffer(() => {}, () => {});
              pc.dispatchEvent(new Event('x')); new CustomEvent('y', { detail: 1 });
              const candidate = new RTCIceCandidate({ candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0' }); candidate.toJSON();
              new RTCSessionDescription({ type: 'offer', sdp: '' }).toJSON();
              const gatherer = new RTCIceGatherer(), ice = new RTCIceTransport(gatherer), dtls = new RTCDtlsTransport(ice), sctp = new RTCSctpTransport(dtls);
              gatherer.getLocalParameters(); gatherer.getLocalCandidates(); dtls.getLocalParameters(); RTCSctpTransport.getCapabilities(); dtls.getCertificates();
              const controller = new RTCIceTransportController(); controller.addTransport(ice); controller.getTransports();
              new RTCRtpListener(dtls); new RTCRtpSender('audio', dtls).setTransport(dtls); new RTCRtpReceiver('audio', dtls);
              structuredClone({ a: [1, new Map([[1, new Set([2])]]), new Date(0), /x/g, new Uint8Array(2), new TypeError('x')] });
              for (const wrong of [() => structuredClone(pc), () => pc.createDataChannel(Symbol()), () => new RTCPeerConnection(5), () => pc.addTransceiver('smell'),
                  () => new URL('no'), () => RTCPeerConnection(), () => pc.createDataChannel.call({})]) { try { wrong(); } catch {} }
              const headers = new Headers([['a', 'b']]); [...headers]; headers.get('a');
              const url = new URL('http://a/b?c=d'); url.searchParams.get('c'); [...url.searchParams]; url.href;
              const blob = new Blob(['a', new Uint8Array(3)]); blob.slice(1).size;
              new TextDecoder().decode(new TextEncoder().encode('ü')); btoa('x'); atob('eA==');
              console.log({ a: [1, 'b'], m: new Map([[1, 2]]) }, pc); performance.mark('x'); performance.getEntries();
              crypto.getRandomValues(new Uint8Array(4)); crypto.randomUUID();
              const { port1, port2 } = new MessageChannel(); port2.onmessage = () => {}; port1.postMessage({ x: [1] });
              const abort = new AbortController(); abort.signal.addEventListener('abort', () => {}); AbortSignal.any([abort.signal]); abort.abort();
              navigator.mediaDevices.getSupportedConstraints(); navigator.languages; location.href;
              clearTimeout(setTimeout(() => {}, 5)); queueMicrotask(() => {});
              new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }).pipeThrough(new TransformStream()).getReader().read();
              pc.close(); gatherer.close(); ice.stop(); dtls.stop(); sctp.stop();
            }
            async function useInACall() {
              const a = new RTCPeerConnection(), b = new RTCPeerConnection();
              const channel = a.createDataChannel('x');
              const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320 } });
              for (let i = 0; i < stream.getTracks().length; i++) a.addTrack(stream.getTracks()[i], stream);
              b.ontrack = e => { e.streams[0].getTracks(); e.receiver.getParameters(); e.transceiver.mid; };
              b.ondatachannel = e => { e.channel.onmessage = m => e.channel.send(m.data); };
              await join(a, b);
              await new Promise(r => { channel.onopen = r; });
              await new Promise(r => { channel.onmessage = r; channel.send('x'); });
              await new Promise(r => { channel.binaryType = 'arraybuffer'; channel.onmessage = r; channel.send(new Uint8Array(100)); });
              (await a.getStats()).forEach(() => {}); [...await b.getStats()];
              const sender = a.getSenders()[0], parameters = sender.getParameters();
              await sender.setParameters(parameters); await sender.replaceTrack(null);
              a.sctp.transport.iceTransport.getSelectedCandidatePair(); a.sctp.transport.getRemoteCertificates();
              stream.getTracks()[0].getSettings(); await stream.getTracks()[0].applyConstraints({}); await navigator.mediaDevices.enumerateDevices();
              const c = await RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' });
              c.getFingerprints(); new RTCPeerConnection({ certificates: [c] }).close(); try { structuredClone(c); } catch {}
              try { await fetch('file:///x'); } catch {} await (await fetch('data:text/plain,x')).text();
              try { await navigator.mediaDevices.getUserMedia({ video: { width: { exact: 1e9 } } }); } catch {}
              try { await b.setRemoteDescription({ type: 'offer', sdp: 'no' }); } catch {} try { await b.addIceCandidate({ candidate: 'no', sdpMid: '0' }); } catch {}
              const worker = new Worker('data:text/javascript,onmessage = e => postMessage(e.data)');
              await new Promise(r => { worker.onmessage = r; worker.postMessage({ a: [1, new Map([[1, 2]])] }); }); worker.terminate();
              await new Blob(['x']).text(); await crypto.subtle.digest('SHA-256', new Uint8Array(1)); await new Response('x').json().catch(() => {});
              const socket = new WebSocket('ws://127.0.0.1:9/'); await new Promise(r => { socket.onclose = r; });
              const source = new RTCIceGatherer(); source.onicecandidate = e => e.candidate; source.gather(); await sleep(20); source.close();
              a.close(); b.close(); await sleep(20);
            }
            """;

    private static String spied(String body) throws Exception {
        try (PlumbScript script = PlumbScript.create(ScriptOptions.NONE.withConsole((level, text) -> {}))) {
            script.agent().mediaDevices().add(FakeDevices.microphone());
            script.agent().mediaDevices().add(FakeDevices.camera());
            script.eval("setup", "0").get(SECONDS, TimeUnit.SECONDS);
            script.loop()
                    .execute(() -> script.binding().calls().task(() -> {
                        Value inner = script.binding().internal().getMember("inner");
                        ProxyExecutable isForeign = a -> a[0].isHostObject() || a[0].isProxyObject();
                        Value judge = script.context().eval("js", JUDGE).execute(inner, isForeign);
                        script.context().getBindings("js").putMember("judge", judge);
                        return true;
                    }));
            return Scripts.run(script, SPY + USE + body);
        }
    }

    /** Says what a value is that no script may see; nothing where it may. */
    private static final String JUDGE = """
            (inner, isForeign) => {
              const { getPrototypeOf } = Object, { ownKeys } = Reflect, { has, add } = Set.prototype, { apply } = Reflect, { startsWith } = String.prototype;
              const inners = new Set();
              for (const name of Object.getOwnPropertyNames(inner)) {
                const v = inner[name];
                if (v && v !== globalThis[name]) { inners.add(v); if (v.prototype) inners.add(v.prototype); }
              }
              inners.add(inner);
              if (inners.size < 50) throw new Error('the prelude has no realm of its own');
              return v => {
                if (isForeign(v)) return 'an object of Java';
                for (let p = v; p !== null; p = getPrototypeOf(p)) if (apply(has, inners, [p])) return 'of the own realm: ' + (typeof v === 'function' ? v : ownKeys(v).join());
                const keys = ownKeys(v);
                for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'string' && (apply(startsWith, keys[i], ['$']) || keys[i] === 'handle')) return 'an implementation: ' + keys[i];
                return '';
              };
            }
            """;

    @Test
    void noBuiltInIsGivenWhatIsNotTheScripts() throws Exception {
        assertThat(spied("""
                        let bad = '';
                        useAtOnce(); strange();
                        for (const place of places) {
                          const away = plant(place);
                          let failed = '';
                          try { useAtOnce(); } catch (e) { failed = e; }
                          await 0;
                          away();
                          const found = strange();
                          if (found) bad += place.name + ' was given ' + found + '\\n';
                          if (failed) bad += place.name + ' broke it: ' + failed + '\\n';
                        }
                        return bad + (places.length > 500 ? '' : 'only ' + places.length);
                        """)).isEmpty();
    }

    @Test
    void noBuiltInIsGivenWhatIsNotTheScriptsDuringACall() throws Exception {
        assertThat(spied("""
                        let bad = '', failed = '';
                        const names = new Map();
                        for (const place of places) {
                          if (['Reflect', 'Proxy'].some(n => place.name.startsWith(n)) || /prototype.constructor$|Species|species/.test(place.name)) continue;
                          const d = getOwnPropertyDescriptor(place.object, place.key);
                          plant({ ...place, d });
                        }
                        try { await useInACall(); } catch (e) { failed = text(e) + e.stack; }
                        return strange() + failed;
                        """)).isEmpty();
    }

    @Test
    void nothingIsAskedOfOrGivenToWhatAScriptPutsOnPrototypes() throws Exception {
        assertThat(spied("""
                        const keys = ['0', '1', '2', '3', 'then', 'toJSON', 'get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'handle', 'text',
                          'bytes', 'candidate', 'streams', 'transceiver', 'audio', 'video', 'basic', 'advanced', 'foundation', 'address', 'codecs', 'encodings',
                          'object', 'array', 'buffer', 'base64', 'native', 'host', 'call', 'make', 'named', 'exact', 'ideal', 'min', 'max', 'port', 'url',
                          'closed', 'opened', 'message', 'failed', 'post', 'terminate', 'track', 'sendText', 'close', 'errorDetail', 'ssrc', 'rtx', 'rid'];
                        for (const holder of [Object.prototype, Array.prototype, Function.prototype, Promise.prototype]) {
                          for (const key of keys) {
                            if (key in holder) continue;
                            defineProperty(holder, key, { __proto__: null, configurable: true, get() { keep(this); return undefined; },
                              set(v) { keep(this); keep(v); defineProperty(this, key, { __proto__: null, value: v, writable: true, configurable: true, enumerable: true }); } });
                          }
                          for (const key of ['constructor', Symbol.iterator, Symbol.species, Symbol.isConcatSpreadable, Symbol.toPrimitive, Symbol.asyncIterator]) {
                            const d = getOwnPropertyDescriptor(holder, key);
                            defineProperty(holder, key, { __proto__: null, configurable: true, get() { keep(this); return d && d.value; }, set(v) { keep(this); keep(v);
                              defineProperty(this, key, { __proto__: null, value: v, writable: true, configurable: true, enumerable: true }); } });
                          }
                        }
                        let failed = '';
                        try { useAtOnce(); await useInACall(); } catch (e) { failed = text(e) + e.stack; }
                        return strange() + failed;
                        """)).isEmpty();
    }
}
