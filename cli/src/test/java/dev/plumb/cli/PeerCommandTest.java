package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Two {@code plumb peer} processes, each at the other's line protocol. */
class PeerCommandTest {
    private static final int SECONDS = 40;

    @Test
    void twoPeersExchangeSoundPicturesAndMessages() throws Exception {
        try (Peer offering = new Peer("--offer", "--audio", "--video", "--data");
                Peer answering = new Peer("--answer", "--audio", "--video")) {
            JsonNode offer = offering.first();
            assertThat(offer.path("type").asText()).isEqualTo("offer");
            answering.write(offer);
            JsonNode answer = answering.first();
            assertThat(answer.path("type").asText()).isEqualTo("answer");
            offering.write(answer);
            for (Peer peer : List.of(offering, answering)) {
                peer.await(e -> isEvent(e, "state") && e.path("value").asText().equals("connected"));
            }
            answering.await(
                    e -> isEvent(e, "message") && e.path("value").asText().equals("hello from plumb"));
            offering.await(
                    e -> isEvent(e, "message") && e.path("value").asText().equals("echo hello from plumb"));
            for (Peer peer : List.of(offering, answering)) {
                peer.await(PeerCommandTest::hasMedia);
            }
            offering.endOfInput();
            assertThat(offering.exitWithin(2)).isZero();
            answering.await(
                    e -> isEvent(e, "state") && !e.path("value").asText().startsWith("connect"));
            answering.endOfInput();
            assertThat(answering.exitWithin(2)).isZero();
        }
    }

    @Test
    void anOfferThatCannotBeReadIsAnErrorWithItsLine() throws Exception {
        try (Peer peer = new Peer("--answer")) {
            peer.write(JsonLines.JSON.createObjectNode().put("type", "offer").put("sdp", "v=0\r\nnonsense\r\n"));
            assertThat(peer.first().path("message").asText()).contains("line 2");
            assertThat(peer.exitWithin(10)).isEqualTo(1);
        }
    }

    @Test
    void inputThatEndsWithoutAnOfferIsAFailure() throws Exception {
        List<String> inputs = List.of(
                "",
                "\u0000\u0001garbage\n",
                "{\"type\":\"answer\",\"sdp\":\"v=0\"}\n",
                "{\"type\":\"offer\",\"sdp\":\"\"}\n");
        for (String input : inputs) {
            try (Peer peer = new Peer("--answer")) {
                peer.in.write(input);
                peer.endOfInput();
                assertThat(peer.exitWithin(SECONDS)).as(input).isEqualTo(1);
            }
        }
    }

    @Test
    void anOfferOfNothingIsWrongUse() throws Exception {
        try (Peer peer = new Peer("--offer")) {
            assertThat(peer.exitWithin(SECONDS)).isEqualTo(2);
        }
    }

    private static boolean isEvent(JsonNode event, String name) {
        return event.path("event").asText().equals(name);
    }

    private static boolean hasMedia(JsonNode e) {
        JsonNode video = e.path("video");
        return isEvent(e, "media")
                && e.path("audio").path("peak").asDouble() > 0.1
                && e.path("audio").path("packets").asInt() > 50
                && video.path("frames").asInt() > 10
                && video.path("size").path(0).asInt() == 640
                && video.path("size").path(1).asInt() == 360;
    }

    /** One process. */
    private static final class Peer implements AutoCloseable {
        private final Process process;
        private final Writer in;
        private final LinkedBlockingQueue<JsonNode> lines = new LinkedBlockingQueue<>();

        Peer(String... options) throws IOException {
            List<String> arguments = new ArrayList<>(List.of("peer", "--loopback"));
            arguments.addAll(Arrays.asList(options));
            process = PlumbProcess.of(arguments.toArray(String[]::new))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(JsonLines.JSON.readTree(line));
                }
            } catch (IOException e) {
                lines.add(JsonLines.JSON.createObjectNode().put("not JSON", String.valueOf(e.getMessage())));
            }
        }

        JsonNode first() throws InterruptedException {
            JsonNode line = lines.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(line).isNotNull();
            return line;
        }

        void await(Predicate<JsonNode> wanted) throws InterruptedException {
            List<JsonNode> others = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end) {
                JsonNode line = lines.poll(1, TimeUnit.SECONDS);
                if (line != null && wanted.test(line)) {
                    return;
                }
                if (line != null) {
                    others.add(line);
                }
            }
            throw new AssertionError("not among " + others);
        }

        void write(JsonNode line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        void endOfInput() throws IOException {
            in.close();
        }

        int exitWithin(int seconds) throws InterruptedException {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                    .as("ends within %d s", seconds)
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
