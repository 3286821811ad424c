package dev.plumb.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.Agent;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * FFmpeg's own WHIP client as it is: plain Baseline of H.264, no feedback, no candidates, and hardly an answer to a
 * check.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9725 RFC 9725, WebRTC-HTTP Ingestion Protocol
 */
class WhipTest {
    private static final int SECONDS = 60;
    private static final long CONSENT_NANOS = 29_000_000_000L;

    private final RtcLoop loop = new RtcLoop("plumb-loop-whip");
    private final Agent agent = Agent.create(loop, new LoopbackNetwork(), new SecureRandom());
    private final Heard heard = new Heard();
    private final List<RTCPeerConnectionState> states = new CopyOnWriteArrayList<>();
    private final List<Long> nanos = new CopyOnWriteArrayList<>();
    private final List<String> offers = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whip", http -> {
            String offer = new String(http.getRequestBody().readNBytes(100_000), UTF_8);
            if (!http.getRequestMethod().equals("POST")) {
                http.sendResponseHeaders(200, -1);
                http.close();
                return;
            }
            offers.add(offer);
            RTCPeerConnection pc = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true));
            pc.onConnectionStateChange(state -> {
                states.add(state);
                nanos.add(System.nanoTime());
            });
            pc.onTrack(e -> heard.watch(e.track()));
            byte[] answer = pc.setRemoteDescription(RTCSessionDescription.offer(offer))
                    .thenCompose(o -> pc.setLocalDescription())
                    .thenCompose(a -> pc.gathered(5_000))
                    .join()
                    .sdp()
                    .getBytes(UTF_8);
            http.getResponseHeaders().add("Content-Type", "application/sdp");
            http.getResponseHeaders().add("Location", "/whip/1");
            http.sendResponseHeaders(201, answer.length);
            http.getResponseBody().write(answer);
            http.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    /** {@code libopenh264} writes Constrained Baseline; FFmpeg describes what the stream says. */
    @ParameterizedTest
    @CsvSource({"320x240,15000", "1280x720,0"})
    void picturesAndSoundOfFfmpegArrive(String size, int watchMillis) throws Exception {
        Path program = ffmpeg();
        HttpServer server = serve();
        Path log = folder.resolve("ffmpeg.log");
        Process ffmpeg = new ProcessBuilder(
                        program.toString(),
                        "-hide_banner",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=c=red:s=" + size + ":r=25",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=660:sample_rate=48000",
                        "-c:v",
                        "libopenh264",
                        "-g",
                        "50",
                        "-c:a",
                        "libopus",
                        "-ac",
                        "2",
                        "-t",
                        Integer.toString(SECONDS),
                        "-f",
                        "whip",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/whip")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Pause.until(
                    "pictures and sound of FFmpeg " + size,
                    60,
                    () -> (heard.pictures.size() >= 60 && heard.tone.seconds() >= 4) || !ffmpeg.isAlive());
            assertThat(heard.pictures)
                    .as("FFmpeg said: %s%nit offered: %s", Files.readString(log), offers)
                    .hasSizeGreaterThanOrEqualTo(60);
            VideoFrame last = heard.pictures.getLast();
            assertThat(last.width() + "x" + last.height()).isEqualTo(size);
            assertThat(last.luma(last.width() / 2, last.height() / 2)).isBetween(70, 90);
            assertThat(last.i420()[last.vOffset()] & 0xff).as("red").isGreaterThan(220);
            assertThat(heard.tone.loudestHz()).isBetween(640.0, 680.0);
            Pause.millis(watchMillis);
            assertThat(ffmpeg.isAlive()).isTrue();
            // FFmpeg answers no checks once its media flows, and so consent ends after 30 s, as it must (RFC 7675 5.1);
            // until then its media is the sign of life
            assertThat(states)
                    .startsWith(RTCPeerConnectionState.CONNECTING, RTCPeerConnectionState.CONNECTED)
                    .doesNotContain(RTCPeerConnectionState.DISCONNECTED);
            if (states.size() > 2) {
                assertThat(nanos.get(2) - nanos.get(1)).isGreaterThan(CONSENT_NANOS);
            }
        } finally {
            ffmpeg.destroy();
            server.stop(0);
            agent.close();
            loop.close();
        }
    }

    private static Path ffmpeg() {
        Path program = null;
        try {
            program = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            System.err.println("SKIPPED: no FFmpeg for this platform: " + e);
        }
        assumeTrue(program != null && Files.isExecutable(program), "SKIPPED: FFmpeg cannot be run here");
        return program;
    }
}
