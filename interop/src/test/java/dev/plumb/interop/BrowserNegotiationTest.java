package dev.plumb.interop;

import static dev.plumb.interop.NegotiatingCall.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCIceCandidatePair;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.signal.jsep.RTCRtpTransceiver;
import dev.plumb.signal.jsep.RTCRtpTransceiverDirection;
import dev.plumb.signal.jsep.RTCRtpTransceiverInit;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.signal.jsep.RTCSignalingState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls with real browsers that change while they are up, by perfect negotiation on both sides. */
class BrowserNegotiationTest {
    private static final Browsers BROWSERS = new Browsers();

    @AfterAll
    static void close() {
        BROWSERS.close();
    }

    /** A call with a picture each way, in one section; its name. */
    private static String begin(NegotiatingCall call) {
        RTCRtpSender ours = call.addPattern(320, 180);
        String mid = call.midOf(ours);
        call.agreed();
        call.browser.call("addVideo", "first", "#c00000");
        call.connected();
        call.ourPictureArrives(mid);
        assertThat(call.midOf("first")).isEqualTo(mid);
        assertThat(FakeDevices.isReddish(call.theirPictureArrives(mid))).isTrue();
        return mid;
    }

    // ---- tracks and channels ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void ourTracksAndChannelsComeAndGo(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String mid = begin(call);
            RTCRtpSender second = call.addPattern(640, 360);
            RTCRtpSender sound = call.addTone(700);
            String secondMid = call.midOf(second);
            assertThat(call.ourPictureArrives(secondMid).path("width").asInt()).isEqualTo(640);
            call.ourToneArrives(700);
            call.ourPictureArrives(mid);

            RTCDataChannel channel = call.pc.createDataChannel("later");
            echoes(channel);

            call.pc.removeTrack(second);
            call.pc.removeTrack(sound);
            Pause.until(
                    "the page sees it go",
                    PATIENCE_SECONDS,
                    () -> call.theirs(secondMid).path("current").asText().equals("inactive")
                            && call.theirs(secondMid).path("muted").asBoolean());
            call.ourPictureStands(secondMid);
            call.ourPictureArrives(mid);
            echoes(channel);
            call.agreed();
            call.nothingFailed();
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void theirTracksAndChannelsComeAndGo(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String mid = begin(call);
            List<RTCDataChannel> channels = new CopyOnWriteArrayList<>();
            call.pc.onDataChannel(c -> {
                channels.add(c);
                c.onMessage(m -> {
                    if (m instanceof RTCDataChannel.Message.Text t) {
                        c.send("echo " + t.text());
                    }
                });
            });
            call.browser.call("addVideo", "second", "#0000c0", 480, 270);
            call.browser.call("addAudio", "sound");
            String secondMid = call.midOf("second");
            assertThat(FakeDevices.isBluish(call.theirPictureArrives(secondMid)))
                    .isTrue();
            String soundMid = call.midOf("sound");
            call.theirSoundArrives(soundMid);
            assertThat(FakeDevices.isReddish(call.theirPictureArrives(mid))).isTrue();

            call.browser.call("channel", "later-" + kind);
            call.browser.await("channel-open", e -> e.path("label").asText().equals("later-" + kind), PATIENCE_SECONDS);
            call.browser.call("sendText", "later-" + kind, "hello");
            call.browser.await(
                    "message",
                    e -> e.path("label").asText().equals("later-" + kind)
                            && e.path("text").asText().equals("echo hello"),
                    PATIENCE_SECONDS);
            assertThat(channels).extracting(RTCDataChannel::label).containsExactly("later-" + kind);

            call.browser.call("remove", "second");
            call.browser.call("remove", "sound");
            Pause.until(
                    "we see it go",
                    PATIENCE_SECONDS,
                    () -> call.transceiver(secondMid)
                                    .currentDirection()
                                    .filter(RTCRtpTransceiverDirection.INACTIVE::equals)
                                    .isPresent()
                            && call.received.get(secondMid).track.muted());
            call.theirPictureStands(secondMid);
            call.theirPictureArrives(mid);
            call.agreed();
            call.nothingFailed();
        }
    }

    private static void echoes(RTCDataChannel channel) {
        List<RTCDataChannel.Message> got = new CopyOnWriteArrayList<>();
        var registration = channel.onMessage(got::add);
        Pause.until("a channel", PATIENCE_SECONDS, () -> channel.readyState() == RTCDataChannelState.OPEN);
        channel.send("hello");
        Pause.until("an echo", PATIENCE_SECONDS, () -> got.contains(new RTCDataChannel.Message.Text("echo hello")));
        registration.close();
    }

    // ---- ICE restart ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void mediaGoesOnThroughAnIceRestart(Browser.Kind kind, boolean weRestart) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String mid = begin(call);
            JsonNode before = call.browser.call("fragments");
            RTCIceCandidatePair pair = pair(call, mid);
            if (weRestart) {
                call.pc.restartIce();
            } else {
                call.browser.call("restart");
            }
            Pause.until("new credentials on both sides", PATIENCE_SECONDS, () -> {
                JsonNode now = call.browser.call("fragments");
                return !now.path("local").equals(before.path("local"))
                        && !now.path("remote").equals(before.path("remote"));
            });
            Pause.until(
                    "another pair",
                    PATIENCE_SECONDS,
                    () -> !pair(call, mid).local().equals(pair.local()));
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            // the old generation is gone: what flows now flows over the new one
            call.connected();
            call.agreed();
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }

    private static RTCIceCandidatePair pair(NegotiatingCall call, String mid) {
        return call.transceiver(mid)
                .receiver()
                .transport()
                .orElseThrow()
                .transport()
                .getSelectedCandidatePair()
                .orElseThrow();
    }

    // ---- hold -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void weHoldAndResume(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String mid = begin(call);
            RTCRtpTransceiver t = call.transceiver(mid);
            t.direction(RTCRtpTransceiverDirection.INACTIVE);
            theyAre(call, mid, "inactive");
            call.theirPictureStands(mid);
            call.ourPictureStands(mid);
            t.direction(RTCRtpTransceiverDirection.SENDONLY);
            theyAre(call, mid, "recvonly");
            call.ourPictureArrives(mid);
            call.theirPictureStands(mid);
            t.direction(RTCRtpTransceiverDirection.SENDRECV);
            theyAre(call, mid, "sendrecv");
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }

    private static void theyAre(NegotiatingCall call, String mid, String direction) {
        Pause.until(
                "the page's transceiver is " + direction,
                PATIENCE_SECONDS,
                () -> call.theirs(mid).path("current").asText().equals(direction));
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void theyHoldAndResume(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String mid = begin(call);
            call.browser.call("direction", mid, "inactive");
            weAre(call, mid, RTCRtpTransceiverDirection.INACTIVE);
            call.theirPictureStands(mid);
            call.ourPictureStands(mid);
            assertThat(call.received.get(mid).track.muted()).isTrue();
            call.browser.call("direction", mid, "sendonly");
            weAre(call, mid, RTCRtpTransceiverDirection.RECVONLY);
            call.theirPictureArrives(mid);
            call.ourPictureStands(mid);
            call.browser.call("direction", mid, "sendrecv");
            weAre(call, mid, RTCRtpTransceiverDirection.SENDRECV);
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }

    private static void weAre(NegotiatingCall call, String mid, RTCRtpTransceiverDirection direction) {
        Pause.until(
                "our transceiver is " + direction,
                PATIENCE_SECONDS,
                () -> call.transceiver(mid)
                        .currentDirection()
                        .filter(direction::equals)
                        .isPresent());
    }

    // ---- stop and reuse ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void aStoppedTransceiversSectionIsUsedAgain(Browser.Kind kind, boolean weStop) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), true)) {
            String mid = begin(call);
            String secondMid;
            if (weStop) {
                secondMid = call.midOf(call.addPattern(640, 360));
                call.ourPictureArrives(secondMid);
                call.transceiver(secondMid).stop();
            } else {
                call.browser.call("addVideo", "second", "#0000c0");
                secondMid = call.midOf("second");
                call.theirPictureArrives(secondMid);
                call.browser.call("stop", secondMid);
            }
            Pause.until(
                    "both forget the transceiver",
                    PATIENCE_SECONDS,
                    () -> call.theirs(secondMid).isMissingNode()
                            && call.pc.getTransceivers().size() == 1);
            call.agreed();
            assertThat(sections(call)).hasSize(2).anyMatch(line -> line.startsWith("m=video 0 "));

            String again;
            if (weStop) {
                again = call.midOf(call.addPattern(480, 270));
                assertThat(call.ourPictureArrives(again).path("width").asInt()).isEqualTo(480);
            } else {
                call.browser.call("addVideo", "third", "#0000c0");
                again = call.midOf("third");
                assertThat(FakeDevices.isBluish(call.theirPictureArrives(again)))
                        .isTrue();
            }
            assertThat(again).isNotEqualTo(secondMid);
            assertThat(sections(call)).hasSize(2).noneMatch(line -> line.startsWith("m=video 0 "));
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.agreed();
            call.nothingFailed();
        }
    }

    private static List<String> sections(NegotiatingCall call) {
        return call.pc
                .localDescription()
                .orElseThrow()
                .sdp()
                .lines()
                .filter(line -> line.startsWith("m="))
                .toList();
    }

    // ---- glare and rollback -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void offersThatCrossEndInAgreement(Browser.Kind kind, boolean wePolite) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), wePolite)) {
            String mid = begin(call);
            call.agreed();
            call.ourStates.clear();
            call.theirStates.clear();
            call.hold();
            RTCRtpSender ours = call.addPattern(640, 360);
            call.browser.call("addVideo", "second", "#0000c0");
            Pause.until(
                    "both have offered",
                    PATIENCE_SECONDS,
                    () -> call.pc.signalingState() == RTCSignalingState.HAVE_LOCAL_OFFER
                            && call.browser
                                    .call("state")
                                    .path("signaling")
                                    .asText()
                                    .equals("have-local-offer"));
            call.release();
            Pause.until(
                    "a polite side has yielded",
                    PATIENCE_SECONDS,
                    () -> wePolite
                            ? call.ourStates.contains(RTCSignalingState.HAVE_REMOTE_OFFER)
                            : call.theirStates.contains("have-remote-offer"));
            String oursMid = call.midOf(ours);
            assertThat(call.ourPictureArrives(oursMid).path("width").asInt()).isEqualTo(640);
            String theirsMid = call.midOf("second");
            assertThat(FakeDevices.isBluish(call.theirPictureArrives(theirsMid)))
                    .isTrue();
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.agreed();
            call.nothingFailed();
        }
    }

    /** Restarts from both sides at once, and a channel on top. */
    @ParameterizedTest
    @CsvSource({"CHROMIUM,true", "CHROMIUM,false", "FIREFOX,true", "FIREFOX,false"})
    void restartsThatCrossEndInAgreement(Browser.Kind kind, boolean wePolite) throws Exception {
        try (NegotiatingCall call = new NegotiatingCall(BROWSERS.of(kind), wePolite)) {
            String mid = begin(call);
            call.agreed();
            call.hold();
            call.pc.restartIce();
            RTCDataChannel channel = call.pc.createDataChannel("glare");
            call.browser.call("restart");
            Pause.until(
                    "both have offered",
                    PATIENCE_SECONDS,
                    () -> call.pc.signalingState() == RTCSignalingState.HAVE_LOCAL_OFFER
                            && call.browser
                                    .call("state")
                                    .path("signaling")
                                    .asText()
                                    .equals("have-local-offer"));
            call.release();
            echoes(channel);
            call.agreed();
            call.connected();
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Kind.class)
    void ourOfferIsTakenBackAndTheirsTaken(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = NegotiatingCall.byHand(BROWSERS.of(kind))) {
            // the page has taken our offer already, and takes it back, too
            RTCRtpSender ours = call.addPattern(320, 180);
            RTCSessionDescription offer = NegotiatingCall.get(call.pc.setLocalDescription());
            call.browser.call("setRemote", json(offer));
            assertThat(call.browser.call("state").path("signaling").asText()).isEqualTo("have-remote-offer");
            call.browser.call("setRemote", Map.of("type", "rollback"));
            NegotiatingCall.get(call.pc.setLocalDescription(RTCSessionDescription.ROLLBACK));
            assertThat(call.pc.signalingState()).isEqualTo(RTCSignalingState.STABLE);
            assertThat(call.browser.call("state").path("signaling").asText()).isEqualTo("stable");

            call.browser.call("addVideo", "first", "#0000c0");
            JsonNode theirs = call.browser.call("setLocal");
            NegotiatingCall.get(call.pc.setRemoteDescription(
                    RTCSessionDescription.offer(theirs.path("sdp").asText())));
            // and so do we with their first one
            NegotiatingCall.get(call.pc.setRemoteDescription(RTCSessionDescription.ROLLBACK));
            NegotiatingCall.get(call.pc.setRemoteDescription(
                    RTCSessionDescription.offer(theirs.path("sdp").asText())));
            call.browser.call("setRemote", json(NegotiatingCall.get(call.pc.setLocalDescription())));
            call.release();
            call.connected();
            String mid = call.midOf(ours);
            call.ourPictureArrives(mid);
            assertThat(FakeDevices.isBluish(call.theirPictureArrives(mid))).isTrue();

            // a restart of ours that nobody hears of
            call.pc.restartIce();
            NegotiatingCall.get(call.pc.setLocalDescription());
            NegotiatingCall.get(call.pc.setLocalDescription(RTCSessionDescription.ROLLBACK));
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }

    /** Firefox has no provisional answers. */
    @ParameterizedTest
    @EnumSource(value = Browser.Kind.class, names = "CHROMIUM")
    void ourProvisionalAnswerConnectsAndTheFinalOneChangesIt(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = NegotiatingCall.byHand(BROWSERS.of(kind))) {
            call.browser.call("addVideo", "first", "#0000c0");
            JsonNode theirs = call.browser.call("setLocal");
            NegotiatingCall.get(call.pc.setRemoteDescription(
                    RTCSessionDescription.offer(theirs.path("sdp").asText())));
            RTCRtpTransceiver t = call.pc.getTransceivers().getFirst();
            RTCSessionDescription first =
                    NegotiatingCall.get(call.pc.setLocalDescription(RTCSessionDescription.pranswer("")));
            assertThat(call.pc.signalingState()).isEqualTo(RTCSignalingState.HAVE_LOCAL_PRANSWER);
            call.browser.call("setRemote", json(first));
            call.release();
            assertThat(call.browser.call("state").path("signaling").asText()).isEqualTo("have-remote-pranswer");
            call.connected();
            String mid = t.mid().orElseThrow();
            call.theirPictureArrives(mid);
            RTCRtpSender ours = call.addPattern(320, 180);
            assertThat(call.midOf(ours)).isEqualTo(mid);
            call.browser.call("setRemote", json(NegotiatingCall.get(call.pc.setLocalDescription())));
            call.agreed();
            call.ourPictureArrives(mid);
            call.theirPictureArrives(mid);
            call.nothingFailed();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Browser.Kind.class, names = "CHROMIUM")
    void theirProvisionalAnswerConnects(Browser.Kind kind) throws Exception {
        try (NegotiatingCall call = NegotiatingCall.byHand(BROWSERS.of(kind))) {
            RTCRtpTransceiver t = call.pc.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
            call.browser.call("setRemote", json(NegotiatingCall.get(call.pc.setLocalDescription())));
            call.browser.call("addVideo", "first", "#0000c0");
            JsonNode first = call.browser.call("provisional");
            NegotiatingCall.get(call.pc.setRemoteDescription(
                    RTCSessionDescription.pranswer(first.path("sdp").asText())));
            call.release();
            assertThat(call.pc.signalingState()).isEqualTo(RTCSignalingState.HAVE_REMOTE_PRANSWER);
            call.connected();
            call.theirPictureArrives(t.mid().orElseThrow());
            JsonNode last = call.browser.call("setLocal");
            assertThat(last.path("type").asText()).isEqualTo("answer");
            NegotiatingCall.get(call.pc.setRemoteDescription(
                    RTCSessionDescription.answer(last.path("sdp").asText())));
            call.agreed();
            call.theirPictureArrives(t.mid().orElseThrow());
            call.nothingFailed();
        }
    }

    private static Map<String, String> json(RTCSessionDescription d) {
        return Map.of("type", d.type().spec(), "sdp", d.sdp());
    }
}
