package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpPacket;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a peer's description says of reception is what it is sent. */
class ReceiveLimitsTest {
    private final SimCall call = new SimCall(7, LinkConditions.PERFECT);
    private final List<RTCRtpPacket> packets = new ArrayList<>();
    private final List<VideoFrame> pictures = new ArrayList<>();

    /** A sends, and B's answer is changed on its way. */
    private void send(MediaKind kind, UnaryOperator<String> answered) {
        if (kind == MediaKind.AUDIO) {
            call.a.addTrack(call.agentA.audioTrack("tone", new ToneSource(440, 0.5)), "s");
        } else {
            call.a.addTrack(call.agentA.videoTrack("pattern", new TestPatternSource(640, 480, 30)), "s");
        }
        call.b.onTrack(e -> {
            e.receiver().onPacket(packets::add);
            e.track().onVideo(pictures::add);
        });
        var _ = call.a
                .setLocalDescription()
                .thenCompose(offer -> call.b.setRemoteDescription(offer))
                .thenCompose(o -> call.b.setLocalDescription())
                .thenCompose(answer ->
                        call.a.setRemoteDescription(RTCSessionDescription.answer(answered.apply(answer.sdp()))));
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        call.clock.runFor(Duration.ofSeconds(2));
        packets.clear();
        call.clock.runFor(Duration.ofSeconds(3));
        assertThat(packets).isNotEmpty();
    }

    private static String afterMedia(String sdp, String lines) {
        return sdp.replaceFirst("c=IN IP4 [0-9.]+\r\n", "$0" + lines + "\r\n");
    }

    private long bps() {
        return packets.stream().mapToLong(p -> p.payload().length).sum() * 8 / 3;
    }

    @Test
    void picturesKeepToTheBandwidthOfTheSection() {
        send(MediaKind.VIDEO, sdp -> afterMedia(sdp, "b=TIAS:150000"));
        assertThat(bps()).isBetween(60_000L, 190_000L);
    }

    @Test
    void picturesKeepToTheOldBandwidthLessItsHeaders() {
        send(MediaKind.VIDEO, sdp -> afterMedia(sdp, "b=AS:200"));
        assertThat(bps()).isBetween(60_000L, 210_000L);
    }

    @Test
    void theSessionsBandwidthHoldsWhereItIsLower() {
        send(MediaKind.VIDEO, sdp -> afterMedia(sdp, "b=TIAS:900000").replace("t=0 0\r\n", "b=AS:170\r\nt=0 0\r\n"));
        assertThat(bps()).isBetween(50_000L, 190_000L);
    }

    @Test
    void packetsAreAsLongAsIsAskedFor() {
        send(MediaKind.AUDIO, sdp -> sdp + "a=ptime:40\r\n");
        assertThat(packets).hasSizeBetween(73, 77);
        assertThat(packets.get(1).timestamp() - packets.get(0).timestamp()).isEqualTo(1920);
    }

    @Test
    void packetsAreNoLongerThanIsAllowed() {
        send(MediaKind.AUDIO, sdp -> sdp + "a=ptime:60\r\na=maxptime:10\r\n");
        assertThat(packets).hasSizeBetween(295, 305);
    }

    @Test
    void opusKeepsToTheAverageRateThatIsAskedFor() {
        send(MediaKind.AUDIO, sdp -> sdp.replaceFirst("(a=fmtp:111 [^\r]*)", "$1;maxaveragebitrate=12000"));
        assertThat(bps()).isLessThan(14_000);
    }

    @Test
    void opusIsStereoWhereTheReceiverPrefersIt() {
        send(MediaKind.AUDIO, sdp -> sdp.replaceFirst("(a=fmtp:111 [^\r]*)", "$1;stereo=1"));
        // the stereo bit of the configuration byte (RFC 6716 3.1)
        assertThat(packets).allMatch(p -> (p.payload()[0] & 4) != 0);
    }

    @Test
    void opusIsMonoWhereTheReceiverSaysNothing() {
        send(MediaKind.AUDIO, sdp -> sdp);
        assertThat(packets).allMatch(p -> (p.payload()[0] & 4) == 0);
    }

    @Test
    void opusIsNoWiderThanTheReceiverPlays() {
        send(MediaKind.AUDIO, sdp -> sdp.replaceFirst("(a=fmtp:111 [^\r]*)", "$1;maxplaybackrate=8000"));
        // narrowband: configurations 0 to 3 and 16 to 19 (RFC 6716 3.1, table 2)
        assertThat(packets).allMatch(p -> {
            int config = (p.payload()[0] & 0xff) >> 3;
            return config < 4 || (config >= 16 && config < 20);
        });
    }

    @Test
    void opusPacketsHaveOneLengthWhereTheReceiverWantsAConstantRate() {
        send(MediaKind.AUDIO, sdp -> sdp.replaceFirst("(a=fmtp:111 [^\r]*)", "$1;cbr=1"));
        assertThat(packets.stream().map(p -> p.payload().length).distinct()).hasSize(1);
    }

    @Test
    void picturesAreNoLargerThanTheReceiverDecodes() {
        int payloadType = 96;
        send(MediaKind.VIDEO, sdp -> sdp + "a=fmtp:" + payloadType + " max-fs=300;max-fr=10\r\n");
        VideoFrame last = pictures.getLast();
        assertThat((last.width() + 15) / 16 * ((last.height() + 15) / 16)).isBetween(200, 300);
        assertThat((double) last.width() / last.height()).isBetween(1.25, 1.42);
        assertThat(packets.stream().map(RTCRtpPacket::timestamp).distinct().count())
                .isBetween(26L, 32L);
    }

    @Test
    void picturesAreNoLargerThanTheImageAttributeAllows() {
        send(MediaKind.VIDEO, sdp -> sdp + "a=imageattr:* send * recv [x=[48:1:320],y=[32:1:240]]\r\n");
        assertThat(pictures.getLast().width()).isBetween(300, 320);
        assertThat(pictures.getLast().height()).isBetween(220, 240);
    }

    @Test
    void picturesComeAsOftenAsTheSectionAllows() {
        send(MediaKind.VIDEO, sdp -> sdp + "a=framerate:5\r\n");
        assertThat(packets.stream().map(RTCRtpPacket::timestamp).distinct().count())
                .isBetween(13L, 17L);
    }

    @Test
    void limitsGoWithTheNextDescription() {
        send(MediaKind.VIDEO, sdp -> afterMedia(sdp, "b=TIAS:150000"));
        call.negotiate(call.a);
        call.clock.runFor(Duration.ofSeconds(4));
        packets.clear();
        call.clock.runFor(Duration.ofSeconds(3));
        assertThat(bps()).isGreaterThan(400_000);
    }

    /**
     * RFC 8851 5: {@code pt}, {@code max-br}, {@code max-width}, {@code max-height} and {@code max-fps} of single
     * layers.
     */
    @Test
    void eachLayerKeepsToTheRestrictionsOfItsRid() {
        RTCRtpEncodingParameters e = RTCRtpEncodingParameters.DEFAULT;
        RTCRtpTransceiver sending = call.a.addTransceiver(
                MediaKind.VIDEO,
                new RTCRtpTransceiverInit(
                        RTCRtpTransceiverDirection.SENDRECV,
                        List.of(),
                        List.of(e.withRid("h"), e.withRid("l"), e.withRid("x"))));
        List<Integer> types = new ArrayList<>();
        var _ = call.a
                .setLocalDescription()
                .thenCompose(offer -> call.b.setRemoteDescription(offer))
                .thenCompose(o -> call.b.setLocalDescription())
                .thenCompose(answer -> {
                    types.add(payloadType(answer.sdp(), "VP8"));
                    types.add(payloadType(answer.sdp(), "H264"));
                    return call.a.setRemoteDescription(RTCSessionDescription.answer(answer.sdp()
                            .replace(
                                    "a=rid:h recv",
                                    "a=rid:h recv pt=" + types.get(1) + ";max-br=90000;max-width=320;max-height=180")
                            .replace("a=rid:l recv", "a=rid:l recv pt=" + types.get(0) + ",1;max-fps=5")
                            .replace("a=rid:x recv", "a=rid:x recv pt=1")));
                });
        assertThat(call.clock.runUntil(call::connected, Duration.ofSeconds(10))).isTrue();
        List<RTCRtpEncodingParameters> sent =
                sending.sender().getParameters().orElseThrow().encodings();
        assertThat(sent).extracting(RTCRtpEncodingParameters::rid).containsExactly("h", "l", "x");
        assertThat(sent).extracting(RTCRtpEncodingParameters::active).containsExactly(true, true, false);
        assertThat(sent.getFirst().codecPayloadType()).hasValue(types.get(1));
        assertThat(sent.getFirst().maxBitrateBps()).hasValue(90_000);
        assertThat(sent.getFirst().scaleResolutionDownTo().maxWidth()).hasValue(320);
        assertThat(sent.getFirst().scaleResolutionDownTo().maxHeight()).hasValue(180);
        assertThat(sent.get(1).codecPayloadType().orElse(types.get(0))).isEqualTo(types.get(0));
        assertThat(sent.get(1).maxFramerate()).hasValue(5);
    }

    private static int payloadType(String sdp, String codec) {
        return sdp.lines()
                .filter(l -> l.startsWith("a=rtpmap:") && l.contains(" " + codec + "/"))
                .map(l -> Integer.parseInt(l.substring("a=rtpmap:".length(), l.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
