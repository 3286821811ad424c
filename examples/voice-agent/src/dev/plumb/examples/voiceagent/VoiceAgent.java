package dev.plumb.examples.voiceagent;

import static dev.plumb.signal.jsep.RTCPeerConnectionState.CLOSED;
import static dev.plumb.signal.jsep.RTCPeerConnectionState.FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.PcmSink;
import dev.plumb.media.audio.PcmSinkOptions;
import dev.plumb.media.audio.PcmSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ShortBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** An agent to talk to. It repeats what it heard when a pause follows, and stops at once when it is interrupted. */
public final class VoiceAgent {
    private final PcmSource mouth = new PcmSource();
    private final ShortBuffer heard = ShortBuffer.allocate(10 * 16_000); // ten seconds
    private int quiet = 31; // how many frames in a row; negative while they are loud

    /** Accepts the offer of a page and returns the answer to it. */
    CompletableFuture<RTCSessionDescription> answer(Agent agent, Executor threads, String offer) {
        RTCPeerConnection call = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true));
        MediaStreamTrack voice = agent.audioTrack("agent", mouth);
        call.addTrack(voice, "agent");
        call.onTrack(event -> event.track().onAudio(new PcmSink(PcmSinkOptions.DEFAULT, threads, this::hear)));
        call.onConnectionStateChange(state -> closeIf(state == FAILED || state == CLOSED, voice, call));
        return call.setRemoteDescription(RTCSessionDescription.offer(offer))
                .thenCompose(o -> call.setLocalDescription())
                .thenCompose(a -> call.gathered(2_000))
                .whenComplete((answer, failure) -> closeIf(failure != null, voice, call));
    }

    private static void closeIf(boolean over, MediaStreamTrack voice, RTCPeerConnection call) {
        if (over) {
            voice.close();
            call.close();
        }
    }

    /** Handles 20 ms of sound from the page. */
    private void hear(AudioFrame frame) {
        quiet = frame.peak() > 0.05 ? Math.min(quiet, 0) - 1 : Math.max(quiet, 0) + 1;
        if (quiet == -3) {
            mouth.clear();
        }
        if (quiet < 30 && heard.remaining() >= frame.samples().length) {
            heard.put(frame.samples());
        } else if (quiet == 30) {
            mouth.offer(heard.flip(), 16_000, 1); // the place for a recogniser, a model and a synthesizer
            heard.clear();
        }
    }

    /** Serves the page. */
    public static HttpServer serve(Agent agent, int port) throws IOException {
        InputStream page = VoiceAgent.class.getResourceAsStream("page.html");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Headers html = Headers.of("Content-Type", "text/html");
        server.createContext("/", HttpHandlers.of(200, html, new String(page.readAllBytes(), UTF_8)));
        Executor threads = Executors.newVirtualThreadPerTaskExecutor();
        server.createContext("/call", http -> {
            String offer = new String(http.getRequestBody().readNBytes(100_000), UTF_8);
            String answer =
                    new VoiceAgent().answer(agent, threads, offer).join().sdp();
            HttpHandlers.of(200, Headers.of(), answer).handle(http);
        });
        server.setExecutor(threads);
        server.start();
        return server;
    }

    /** Runs the example until Ctrl-C. */
    public static void main(String[] args) throws IOException {
        HttpServer server = serve(Agent.create(), args.length > 0 ? Integer.parseInt(args[0]) : 8_091);
        System.out.println("open http://localhost:" + server.getAddress().getPort() + "/ in a browser, and talk");
    }
}
