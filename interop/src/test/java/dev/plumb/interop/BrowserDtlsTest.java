package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCDtlsOptions;
import dev.plumb.objects.RTCDtlsOptions.KeyGroup;
import dev.plumb.objects.RTCDtlsOptions.Version;
import dev.plumb.objects.stats.RTCStats;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DTLS with real browsers, each in both roles: who answers is the client. */
class BrowserDtlsTest {
    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void version13IsAgreedOnWithPostQuantumKeys(Browser.Kind kind, boolean weOffer) throws Exception {
        JsonNode theirs = connect(kind, weOffer, RTCDtlsOptions.DEFAULT, "FEFC");
        assertThat(theirs.path("dtlsCipher").asText()).startsWith("TLS_AES_");
    }

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void version13AloneIsEnough(Browser.Kind kind, boolean weOffer) throws Exception {
        connect(kind, weOffer, RTCDtlsOptions.DEFAULT.withVersions(Version.DTLS_1_3), "FEFC");
    }

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void version12IsAgreedOnWhereWeOfferNoOther(Browser.Kind kind, boolean weOffer) throws Exception {
        connect(kind, weOffer, RTCDtlsOptions.DEFAULT.withVersions(Version.DTLS_1_2), "FEFD");
    }

    /** A browser shows keys in the hybrid group and on Curve25519: it is asked for another one. */
    @ParameterizedTest
    @CsvSource({"CHROMIUM", "FIREFOX"})
    void theBrowserIsAskedForAKeyInAnotherGroup(Browser.Kind kind) throws Exception {
        connect(kind, true, RTCDtlsOptions.DEFAULT.withKeyGroups(KeyGroup.SECP384R1), "FEFC");
    }

    /** Connects, has a message echoed, and gives the page's statistics of the transport. */
    private static JsonNode connect(Browser.Kind kind, boolean weOffer, RTCDtlsOptions options, String version)
            throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed: SKIPPED");
        try (Browser browser = Browser.start(kind);
                BrowserCall call = new BrowserCall(browser, false, false, true)) {
            call.agent.dtlsOptions(options);
            RTCDataChannel ours = call.pc.createDataChannel("from-java");
            List<RTCDataChannel.Message> received = new CopyOnWriteArrayList<>();
            ours.onMessage(received::add);
            if (weOffer) {
                call.weOffer();
            } else {
                call.theyOffer();
            }
            Pause.until("our channel opens", 20, () -> ours.readyState() == RTCDataChannelState.OPEN);
            ours.send("one");
            Pause.until("its echo", 10, () -> received.contains(new RTCDataChannel.Message.Text("echo one")));
            Map<String, Object> us = call.pc.getStats().get(10, TimeUnit.SECONDS).ofType("transport").stream()
                    .findFirst()
                    .map(RTCStats::members)
                    .orElseThrow();
            System.out.println("we with " + kind + ", offering " + weOffer + ": " + us);
            assertThat(us).containsEntry("tlsVersion", version);
            assertThat(us).containsEntry("dtlsRole", weOffer ? "server" : "client");
            if (version.equals("FEFC")) {
                assertThat(ours.transport().transport().getKeyAgreementGroup())
                        .contains(options.keyGroups().getFirst().name());
            }
            JsonNode theirs = null;
            for (JsonNode s : browser.call("stats")) {
                theirs = s.path("type").asText().equals("transport") ? s : theirs;
            }
            System.out.println(kind + ": " + theirs);
            if (kind == Browser.Kind.CHROMIUM || theirs != null) {
                assertThat(theirs).isNotNull();
                assertThat(theirs.path("tlsVersion").asText()).isEqualTo(version);
            }
            browser.call("close");
            return theirs;
        }
    }
}
