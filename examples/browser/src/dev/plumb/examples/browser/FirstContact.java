package dev.plumb.examples.browser;

import static dev.plumb.signal.jsep.RTCPeerConnectionState.CLOSED;
import static dev.plumb.signal.jsep.RTCPeerConnectionState.FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** A Java program that a page of a browser calls: messages go both ways, a tone and a test pattern go to the page. */
public final class FirstContact {
    private FirstContact() {}

    /** Accepts the offer of a page and returns the answer to it. */
    static CompletableFuture<RTCSessionDescription> answer(Agent agent, String offer) {
        RTCPeerConnection call = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true));
        List<MediaStreamTrack> tracks = List.of(
                agent.audioTrack("tone", new ToneSource(440, 0.2)),
                agent.videoTrack("pattern", new TestPatternSource(640, 360, 30)));
        tracks.forEach(track -> call.addTrack(track, "program"));
        call.onDataChannel(channel -> channel.onMessage(message -> {
            if (message instanceof RTCDataChannel.Message.Text(String text)) {
                System.out.println("the page says: " + text);
                channel.send("the program heard: " + text);
            }
        }));
        call.onConnectionStateChange(state -> closeIf(state == FAILED || state == CLOSED, call, tracks));
        return call.setRemoteDescription(RTCSessionDescription.offer(offer))
                .thenCompose(o -> call.setLocalDescription())
                .thenCompose(a -> call.gathered(2_000))
                .whenComplete((answer, failure) -> closeIf(failure != null, call, tracks));
    }

    private static void closeIf(boolean over, RTCPeerConnection call, List<MediaStreamTrack> tracks) {
        if (over) {
            tracks.forEach(MediaStreamTrack::close);
            call.close();
        }
    }

    /** Serves the page. */
    public static HttpServer serve(Agent agent, int port) throws IOException {
        InputStream page = FirstContact.class.getResourceAsStream("page.html");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Headers html = Headers.of("Content-Type", "text/html");
        server.createContext("/", HttpHandlers.of(200, html, new String(page.readAllBytes(), UTF_8)));
        server.createContext("/call", http -> {
            String offer = new String(http.getRequestBody().readNBytes(100_000), UTF_8);
            HttpHandler reply = answer(agent, offer)
                    .thenApply(answer -> HttpHandlers.of(200, Headers.of(), answer.sdp()))
                    .exceptionally(failure -> HttpHandlers.of(400, Headers.of(), failure.getMessage()))
                    .join();
            reply.handle(http);
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    /** Runs the example until Ctrl-C. */
    public static void main(String[] args) throws IOException {
        HttpServer server = serve(Agent.create(), args.length > 0 ? Integer.parseInt(args[0]) : 8_092);
        System.out.println("open http://localhost:" + server.getAddress().getPort() + "/ in a browser; Ctrl-C ends");
    }
}
