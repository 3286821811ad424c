package dev.plumb.examples.jsshim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.js.PlumbScript;
import dev.plumb.js.ScriptOptions;
import dev.plumb.media.device.FakeDevices;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shim beside the connection that the binding has: what one writes the other understands. Real time, this machine's addresses. */
class JsShimAloneTest {
    private static final String CALL = """
            (async () => {
              const shim = new ShimPeerConnection(), pc = new RTCPeerConnection();
              const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
              stream.getTracks().forEach(track => { shim.addTrack(track); pc.addTrack(track, stream); });
              shim.addEventListener('icecandidate', e => pc.addIceCandidate(e.candidate));
              pc.onicecandidate = e => shim.addIceCandidate(e.candidate);
              const shown = { audio: new Promise(r => { pc.audio = r; }), video: new Promise(r => { pc.video = r; }) };
              shim.addEventListener('track', ({ track }) => { track.onunmute = () => pc[track.kind](); });
              const [offerer, answerer] = shimOffers ? [shim, pc] : [pc, shim];
              const channel = offerer.createDataChannel('chat');
              answerer.addEventListener('datachannel', e => { e.channel.onmessage = ({ data }) => e.channel.send(`heard ${data}`); });
              const heard = new Promise(r => { channel.onopen = () => channel.send('hello'); channel.onmessage = e => r(e.data); });
              await offerer.setLocalDescription();
              await answerer.setRemoteDescription(offerer.localDescription);
              await answerer.setLocalDescription();
              await offerer.setRemoteDescription(answerer.localDescription);
              const said = await heard;
              await Promise.all(Object.values(shown));
              for (;;) {
                const inbound = [...(await pc.getStats()).values()].filter(s => s.type === 'inbound-rtp');
                const [sound, pictures] = ['audio', 'video'].map(kind => inbound.find(s => s.kind === kind) || {});
                if (sound.totalAudioEnergy > 0.05 && pictures.framesDecoded > 5) {
                  shim.close();
                  pc.close();
                  return `${said}, ${pictures.frameWidth}x${pictures.frameHeight}`;
                }
                await new Promise(r => setTimeout(r, 50));
              }
            })().then(v => { globalThis.result = v; }, e => { globalThis.result = `FAILED ${e} ${e.stack}`; })""";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theConnectionUnderstandsWhatTheShimWrites(boolean shimOffers) throws Exception {
        try (PlumbScript script = PlumbScript.create(ScriptOptions.NONE)) {
            script.agent().mediaDevices().add(FakeDevices.microphone());
            script.agent().mediaDevices().add(FakeDevices.camera());
            try (InputStream in = JsShim.class.getResourceAsStream("shim.js")) {
                script.eval("shim.js", new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .get();
            }
            script.eval("call", "const shimOffers = " + shimOffers + ";" + CALL).get();
            assertThat(result(script)).isEqualTo("heard hello, 320x240");
        }
    }

    private static String result(PlumbScript script) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        poll(script, result);
        return result.get(40, TimeUnit.SECONDS);
    }

    private static void poll(PlumbScript script, CompletableFuture<String> result) {
        CompletableFuture<Void> _ = script.eval("result", "globalThis.result || ''")
                .thenAccept(text -> {
                    if (text.isEmpty()) {
                        long at = script.loop().nowNanos() + 50_000_000L;
                        var _ = script.loop().schedule(at, () -> poll(script, result));
                    } else {
                        result.complete(text);
                    }
                });
    }
}
