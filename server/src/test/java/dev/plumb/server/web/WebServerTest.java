package dev.plumb.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over real sockets of this machine, with an agent of ours in place of the page. */
class WebServerTest {
    private final Agent agent = Agent.create();
    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server = WebServer.start(WebServerOptions.DEFAULT.withMostCalls(2), agent);
    }

    @AfterEach
    void stop() {
        server.close();
        agent.close();
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private SignallingClient client() {
        return new SignallingClient(server, HttpClient.newHttpClient(), m -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app.js", "figures.js", "style.css"})
    void givesThePage(String file) throws Exception {
        HttpResponse<String> response = get(server.uri().resolve(file));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isNotBlank();
        assertThat(response.headers().firstValue("content-security-policy")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "module-info.class", "%2e%2e/WebServer.class"})
    void givesNothingElse(String file) throws Exception {
        assertThat(get(URI.create(server.uri() + file)).statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void returnsPictureAndToneAndChatUntilThePageHangsUp() throws Exception {
        try (JavaPage page = new JavaPage(server, HttpClient.newHttpClient())) {
            Await.until("pictures with numbers that rise", () -> page.numbers.size() > 20);
            assertThat(page.numbers.getLast()).isGreaterThan(page.numbers.getFirst());
            Await.until("the tone", () -> page.toneShare() > 0.8);
            Await.until("an open channel", () -> page.channel.readyState() == RTCDataChannelState.OPEN);
            page.channel.send("grüße");
            Await.until("the echo", () -> page.messages.contains(new RTCDataChannel.Message.Text("echo grüße")));
            Await.until(
                    "figures that are not zero",
                    () -> page.signalling.received.stream()
                            .map(m -> m.path("figures"))
                            .anyMatch(f -> f.path("bitsPerSecondIn").asLong() > 0
                                    && f.path("bitsPerSecondOut").asLong() > 0
                                    && f.path("framesPerSecondIn").asDouble() > 1
                                    && f.path("framesPerSecondOut").asDouble() > 1
                                    && f.has("rttMillis")
                                    && f.has("jitterMillis")));
            assertThat(server.calls()).isEqualTo(1);

            page.signalling.send(Map.of("type", "bye"));
            page.signalling.await("bye");
            Await.until("the WebSocket's end", page.signalling::isClosed);
        }
        nothingIsLeft();
    }

    @Test
    void aPageThatVanishesLeavesNothing() throws Exception {
        try (JavaPage page = new JavaPage(server, HttpClient.newHttpClient())) {
            Await.until("pictures", () -> page.numbers.size() > 3);
            page.signalling.vanish();
            nothingIsLeft();
        }
    }

    private void nothingIsLeft() {
        Await.until("no call", () -> server.calls() == 0);
        Await.until("no object of the agent's", () -> agent.call(agent::openObjects) == 0);
    }

    @Test
    void answersWhatItCannotReadAndGoesOn() {
        try (SignallingClient client = client()) {
            client.send("{\"type\":");
            assertThat(client.await("error").path("message").asText()).contains("not JSON");
            client.send(Map.of("type", "offer", "sdp", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nnonsense\r\n"));
            Await.until(
                    "the line that cannot be read",
                    () -> client.received.stream().anyMatch(m -> m.path("line").asInt() == 4));
            client.send("[17]");
            client.send(Map.of("type", "answer", "sdp", ""));
            client.send(Map.of("type", "candidate", "candidate", Map.of("candidate", "nonsense")));
            Await.until(
                    "an error for each",
                    () -> client.received.stream()
                                    .filter(m -> m.path("type").asText().equals("error"))
                                    .count()
                            == 5);
            assertThat(server.calls()).isEqualTo(1);
        }
        nothingIsLeft();
    }

    @Test
    void refusesAnOfferOfTooManySections() {
        try (SignallingClient client = client()) {
            client.send(Map.of("type", "offer", "sdp", "v=0\r\n" + "m=video 9 RTP/AVP 96\r\n".repeat(1_000)));
            assertThat(client.await("error").path("message").asText()).contains("sections");
        }
    }

    @Test
    void endsACallWhoseMessageIsTooLong() {
        try (SignallingClient client = client()) {
            Await.until("a call", () -> server.calls() == 1);
            client.send("x".repeat(200_000));
            Await.until("the WebSocket's end", client::isClosed);
        }
        nothingIsLeft();
    }

    @Test
    void refusesOneCallTooMany() {
        try (SignallingClient one = client();
                SignallingClient two = client()) {
            Await.until("two calls", () -> server.calls() == 2);
            try (SignallingClient three = client()) {
                JsonNode refusal = three.await("error");
                assertThat(refusal.path("message").asText()).contains("busy");
                Await.until("the WebSocket's end", three::isClosed);
            }
            assertThat(one.isClosed() || two.isClosed()).isFalse();
        }
        nothingIsLeft();
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("ws://" + server.uri().getAuthority() + "/call");
            var building = http.newWebSocketBuilder()
                    .header("Origin", "https://elsewhere.example")
                    .buildAsync(uri, new java.net.http.WebSocket.Listener() {});
            assertThatThrownBy(building::join).hasMessageContaining("WebSocketHandshakeException");
        }
    }

    @Test
    void answersToNoForeignName() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), server.uri().getPort())) {
            String request =
                    "GET / HTTP/1.1\r\nHost: evil.example:" + server.uri().getPort() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 421").doesNotContain("<title>Plumb</title>");
        }
    }

    @Test
    void callersWhoSayNothingHoldFewLines() throws Exception {
        List<SignallingClient> silent = new ArrayList<>();
        try (WebServer large = WebServer.start(WebServerOptions.DEFAULT.withMostCalls(100), agent)) {
            for (int i = 0; i < 16; i++) {
                silent.add(new SignallingClient(large, HttpClient.newHttpClient(), m -> {}));
            }
            Await.until("their lines", () -> large.calls() == 16);
            try (SignallingClient another = new SignallingClient(large, HttpClient.newHttpClient(), m -> {})) {
                assertThat(another.await("error").path("message").asText()).contains("busy");
            }
            assertThat(silent.getFirst().await("bye").path("reason").asText()).contains("no offer");
            Await.until("free lines", () -> large.calls() == 0);
        } finally {
            silent.forEach(SignallingClient::close);
        }
    }

    @Test
    void channelsThatCloseLeaveNothingBehind() throws Exception {
        try (JavaPage page = new JavaPage(server, HttpClient.newHttpClient())) {
            Await.until("an open channel", () -> page.channel.readyState() == RTCDataChannelState.OPEN);
            int echoed = server.echoed();
            for (int i = 0; i < 20; i++) {
                RTCDataChannel channel = page.connection.createDataChannel("short " + i);
                Await.until("it to open", () -> channel.readyState() == RTCDataChannelState.OPEN);
                channel.close();
                Await.until("it to close", () -> channel.readyState() == RTCDataChannelState.CLOSED);
            }
            Await.until("what is left", () -> server.echoed() == echoed);
        }
        nothingIsLeft();
    }

    @Test
    void tellsThePagesWhenItCloses() {
        try (SignallingClient client = client()) {
            Await.until("a call", () -> server.calls() == 1);
            server.close();
            assertThat(client.await("bye").path("reason").asText()).contains("closing");
        }
        assertThat(agent.call(agent::openObjects)).isZero();
    }

    @Test
    void saysWhyItCannotListen() {
        int taken = server.uri().getPort();
        assertThatThrownBy(() -> WebServer.start(WebServerOptions.DEFAULT.withAddress("127.0.0.1", taken), agent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + taken);
    }

    @Test
    void servesByHttpsWithACertificateOfItsOwn() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        try (WebServer secure = WebServer.start(WebServerOptions.DEFAULT.withTls(true), agent);
                HttpClient http = HttpClient.newBuilder().sslContext(trusting).build()) {
            assertThat(secure.uri().getScheme()).isEqualTo("https");
            HttpResponse<String> page =
                    http.send(HttpRequest.newBuilder(secure.uri()).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.body()).contains("<title>Plumb</title>");
            try (SignallingClient client = new SignallingClient(secure, http, m -> {})) {
                client.send("?");
                client.await("error");
            }
        }
    }

    /** Takes any certificate, as a person does who clicks on. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
