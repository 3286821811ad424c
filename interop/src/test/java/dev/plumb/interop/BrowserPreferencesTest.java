package dev.plumb.interop;

import static dev.plumb.interop.NegotiatingCall.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.signal.jsep.RTCBundlePolicy;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCRtpHeaderExtensionCapability;
import dev.plumb.signal.jsep.RTCRtpTransceiver;
import dev.plumb.signal.jsep.RTCRtpTransceiverDirection;
import dev.plumb.signal.jsep.RTCRtpTransceiverInit;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundle policies, codec preferences and header extensions with real browsers. */
class BrowserPreferencesTest {
    private static final String ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    private static final Browsers BROWSERS = new Browsers();

    @AfterAll
    static void close() {
        BROWSERS.close();
    }

    // ---- bundle policies --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "CHROMIUM,MAX_COMPAT,balanced",
        "CHROMIUM,MAX_COMPAT,max-bundle",
        "CHROMIUM,MAX_BUNDLE,max-compat",
        "FIREFOX,MAX_COMPAT,balanced",
        "FIREFOX,MAX_COMPAT,max-bundle",
        "FIREFOX,MAX_BUNDLE,max-compat"
    })
    void policiesOfEachSideEndInOneBundle(Browser.Kind kind, RTCBundlePolicy ours, String theirs) throws Exception {
        for (boolean weOffer : new boolean[] {true, false}) {
            try (NegotiatingCall call = call(kind, ours, theirs)) {
                everythingArrives(call, weOffer, sdp -> sdp);
                assertThat(transports(call)).hasSize(1);
            }
        }
    }

    /** A peer that knows nothing of bundles: a transport for each section. */
    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void withoutABundleEachSectionHasItsTransport(Browser.Kind kind, boolean weOffer) throws Exception {
        try (NegotiatingCall call = call(kind, RTCBundlePolicy.MAX_COMPAT, "max-compat")) {
            everythingArrives(call, weOffer, sdp -> sdp.replaceAll("a=group:BUNDLE[^\r\n]*\r\n", ""));
            assertThat(transports(call)).hasSize(3);
        }
    }

    private static NegotiatingCall call(Browser.Kind kind, RTCBundlePolicy ours, String theirs) throws Exception {
        return new NegotiatingCall(
                BROWSERS.of(kind),
                true,
                RTCConfiguration.DEFAULT.withBundlePolicy(ours),
                Map.of("bundlePolicy", theirs),
                true);
    }

    private interface OnTheWay {
        String change(String sdp);
    }

    private static void everythingArrives(NegotiatingCall call, boolean weOffer, OnTheWay onTheWay) {
        call.hold();
        RTCRtpSender tone = call.addTone(800);
        RTCRtpSender pattern = call.addPattern(320, 180);
        RTCDataChannel channel = call.pc.createDataChannel("data");
        if (weOffer) {
            RTCSessionDescription offer = NegotiatingCall.get(call.pc.setLocalDescription());
            call.browser.call("setRemote", Map.of("type", "offer", "sdp", onTheWay.change(offer.sdp())));
            theyAdd(call);
            String answer = call.browser.call("setLocal").path("sdp").asText();
            NegotiatingCall.get(call.pc.setRemoteDescription(RTCSessionDescription.answer(answer)));
        } else {
            theyAdd(call);
            call.browser.call("channel", "theirs");
            String offer = call.browser.call("setLocal").path("sdp").asText();
            NegotiatingCall.get(call.pc.setRemoteDescription(RTCSessionDescription.offer(onTheWay.change(offer))));
            RTCSessionDescription answer = NegotiatingCall.get(call.pc.setLocalDescription());
            call.browser.call("setRemote", Map.of("type", "answer", "sdp", answer.sdp()));
        }
        call.release();
        call.connected();
        call.ourPictureArrives(call.midOf(pattern));
        call.ourToneArrives(800);
        assertThat(FakeDevices.isBluish(call.theirPictureArrives(call.midOf("picture"))))
                .isTrue();
        call.theirSoundArrives(call.midOf(tone));
        Pause.until("the channel", PATIENCE_SECONDS, () -> channel.readyState() == RTCDataChannelState.OPEN);
        call.nothingFailed();
    }

    private static void theyAdd(NegotiatingCall call) {
        call.browser.call("addAudio", "sound");
        call.browser.call("addVideo", "picture", "#0000c0");
    }

    private static Set<String> transports(NegotiatingCall call) {
        return NegotiatingCall.get(call.pc.getStats()).ofType("transport").stream()
                .filter(t -> t.text("dtlsState").equals("connected"))
                .map(RTCStats::id)
                .collect(Collectors.toSet());
    }

    // ---- codecs -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"CHROMIUM,AUDIO,PCMU", "FIREFOX,AUDIO,PCMU", "CHROMIUM,VIDEO,H264"})
    void ourPreferenceDecidesWhatThePageSends(Browser.Kind kind, MediaKind media, String codec) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            RTCRtpTransceiver t = call.beforeNegotiation(() -> {
                RTCRtpTransceiver made = call.pc.addTransceiver(media, RTCRtpTransceiverInit.DEFAULT);
                made.setCodecPreferences(RTCRtpReceiver.getCapabilities(media).codecs().stream()
                        .filter(c -> c.name().equalsIgnoreCase(codec))
                        .toList());
                return made;
            });
            call.midOf(t.sender());
            call.agreed();
            if (media == MediaKind.AUDIO) {
                call.browser.call("addAudio", "media");
            } else {
                call.browser.call("addVideo", "media", "#0000c0");
            }
            call.connected();
            String mid = call.midOf("media");
            assertThat(t.mid()).contains(mid);
            if (media == MediaKind.AUDIO) {
                call.theirSoundArrives(mid);
            } else {
                assertThat(FakeDevices.isBluish(call.theirPictureArrives(mid))).isTrue();
            }
            RTCStatsReport report = NegotiatingCall.get(call.pc.getStats());
            RTCStats in = report.first("inbound-rtp").orElseThrow();
            assertThat(report.get(in.text("codecId")).orElseThrow().text("mimeType"))
                    .isEqualToIgnoringCase(media.spec() + "/" + codec);
            call.nothingFailed();
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void theirPreferenceDecidesWhatWeSend(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = NegotiatingCall.byHand(BROWSERS.of(kind))) {
            call.release();
            RTCRtpSender ours = call.addTone(600);
            RTCSessionDescription offer = NegotiatingCall.get(call.pc.setLocalDescription());
            call.hold();
            call.browser.call("setRemote", Map.of("type", "offer", "sdp", offer.sdp()));
            call.browser.call("prefer", call.midOf(ours), "audio/PCMA");
            String answer = call.browser.call("setLocal").path("sdp").asText();
            NegotiatingCall.get(call.pc.setRemoteDescription(RTCSessionDescription.answer(answer)));
            call.release();
            call.connected();
            call.ourToneArrives(600);
            RTCStatsReport report = NegotiatingCall.get(call.pc.getStats());
            RTCStats out = report.first("outbound-rtp").orElseThrow();
            assertThat(report.get(out.text("codecId")).orElseThrow().text("mimeType"))
                    .isEqualToIgnoringCase("audio/PCMA");
            call.nothingFailed();
        }
    }

    // ---- header extensions ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void aHeaderExtensionThatWeStopIsNotNegotiated(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            RTCRtpTransceiver t = call.beforeNegotiation(() -> {
                call.addPattern(320, 180);
                RTCRtpTransceiver made = call.pc.getTransceivers().getFirst();
                made.setHeaderExtensionsToNegotiate(made.getHeaderExtensionsToNegotiate().stream()
                        .map(e -> e.uri().equals(ABS_SEND_TIME)
                                ? new RTCRtpHeaderExtensionCapability(e.uri(), RTCRtpTransceiverDirection.STOPPED)
                                : e)
                        .toList());
                return made;
            });
            call.connected();
            call.ourPictureArrives(call.midOf(t.sender()));
            assertThat(call.browser.call("localText").asText())
                    .contains("a=extmap:")
                    .doesNotContain(ABS_SEND_TIME);
            assertThat(t.getNegotiatedHeaderExtensions())
                    .filteredOn(e -> e.uri().equals(ABS_SEND_TIME))
                    .extracting(RTCRtpHeaderExtensionCapability::direction)
                    .containsExactly(RTCRtpTransceiverDirection.STOPPED);
            call.nothingFailed();
        }
    }

    /** Only Chromium has the other side's half of it. */
    @ParameterizedTest
    @EnumSource(value = Browser.Kind.class, names = "CHROMIUM")
    void aHeaderExtensionThatThePageStopsIsNotNegotiated(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            JsonNode stopped = call.browser.call("addVideoWithout", "picture", "#0000c0", ABS_SEND_TIME);
            assertThat(stopped.asBoolean()).isTrue();
            call.connected();
            String mid = call.midOf("picture");
            assertThat(FakeDevices.isBluish(call.theirPictureArrives(mid))).isTrue();
            assertThat(call.pc.currentLocalDescription().orElseThrow().sdp())
                    .contains("a=extmap:")
                    .doesNotContain(ABS_SEND_TIME);
            call.nothingFailed();
        }
    }
}
