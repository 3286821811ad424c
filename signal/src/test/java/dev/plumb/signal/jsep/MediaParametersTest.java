package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Codecs, header extensions, encodings and layers as they are asked for, negotiated and changed. */
class MediaParametersTest {
    @Test
    void encodingsAreCheckedAndFilledIn() {
        Jsep j = new Jsep();
        RTCRtpEncodingParameters e = RTCRtpEncodingParameters.DEFAULT;
        for (List<RTCRtpEncodingParameters> bad :
                List.of(List.of(e.withRid("a"), e), List.of(e.withRid("a"), e.withRid("a")), List.of(e, e))) {
            assertThat(Jsep.nameOf(() -> j.a.addTransceiver(MediaKind.VIDEO, init(bad))))
                    .isEqualTo(RTCException.Name.TYPE_ERROR);
        }
        assertThat(Jsep.nameOf(() -> j.a.addTransceiver(
                        MediaKind.VIDEO, new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.STOPPED))))
                .isEqualTo(RTCException.Name.TYPE_ERROR);
        RTCRtpTransceiver t =
                j.a.addTransceiver(MediaKind.VIDEO, init(List.of(e.withRid("h"), e.withRid("m"), e.withRid("l"))));
        assertThat(t.getSendParameters().encodings())
                .extracting(RTCRtpEncodingParameters::resolutionScale)
                .containsExactly(4.0, 2.0, 1.0);
        RTCRtpTransceiver audio = j.a.addTransceiver(MediaKind.AUDIO, init(List.of(e.withRid("a"), e.withRid("b"))));
        assertThat(audio.getSendParameters().encodings()).hasSize(1);
        assertThat(j.get(j.a.createOffer()).sdp())
                .contains("a=simulcast:send h;m;l")
                .contains("a=rid:m send");
        j.end();
    }

    private static RTCRtpTransceiverInit init(List<RTCRtpEncodingParameters> encodings) {
        return new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.SENDRECV, List.of(), encodings);
    }

    @Test
    void aPeerMayTakeFewerLayersOrPauseThem() {
        Jsep j = new Jsep();
        RTCRtpEncodingParameters e = RTCRtpEncodingParameters.DEFAULT;
        RTCRtpTransceiver t =
                j.a.addTransceiver(MediaKind.VIDEO, init(List.of(e.withRid("h"), e.withRid("m"), e.withRid("l"))));
        j.get(j.b.setRemoteDescription(j.get(j.a.setLocalDescription())));
        String answer = j.get(j.b.setLocalDescription()).sdp();
        assertThat(answer).contains("a=simulcast:recv h;m;l");
        String fewer = answer.replace("recv h;m;l", "recv h;~l").replace("a=rid:m recv\r\n", "");
        j.get(j.a.setRemoteDescription(RTCSessionDescription.answer(fewer)));
        assertThat(t.getSendParameters().encodings())
                .extracting(RTCRtpEncodingParameters::rid)
                .containsExactly("h", "l");
        assertThat(t.getSendParameters().encodings().get(1).active()).isFalse();
        j.end();
    }

    @Test
    void aPeerMayAskForLayers() {
        Jsep j = new Jsep();
        j.a.addTransceiver(MediaKind.VIDEO, new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.RECVONLY));
        String offer =
                j.get(j.a.setLocalDescription()).sdp() + "a=rid:f recv\r\na=rid:q recv\r\na=simulcast:recv f;~q\r\n";
        j.b.addTrack(SilentSource.track(j.call.agentB, MediaKind.VIDEO));
        RTCRtpTransceiver t = j.b.getTransceivers().getFirst();
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(offer)));
        assertThat(t.getSendParameters().encodings()).hasSize(2);
        j.get(j.b.setRemoteDescription(RTCSessionDescription.ROLLBACK));
        assertThat(t.getSendParameters().encodings()).hasSize(1);
        j.get(j.b.setRemoteDescription(RTCSessionDescription.offer(offer)));
        assertThat(j.get(j.b.setLocalDescription()).sdp()).contains("a=simulcast:send f;~q");
        j.end();
    }

    @Test
    void sendParametersChangeByReadingAndWriting() {
        Jsep j = new Jsep();
        RTCRtpTransceiver t = j.a.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        RTCRtpSendParameters unread =
                new RTCRtpSendParameters("1", List.of(), List.of(), RTCRtcpParameters.DEFAULT, List.of());
        assertThat(Jsep.nameOf(() -> t.setSendParameters(unread))).isEqualTo(RTCException.Name.INVALID_STATE);
        j.negotiate(j.a);
        RTCRtpSendParameters old = t.getSendParameters();
        RTCRtpSendParameters read = t.getSendParameters();
        assertThat(read.codecs()).isNotEmpty();
        assertThat(Jsep.nameOf(() -> t.setSendParameters(old))).isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        assertThat(Jsep.nameOf(() -> t.setSendParameters(read.withEncodings(List.of()))))
                .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        assertThat(Jsep.nameOf(() -> t.setSendParameters(
                        read.withEncodings(List.of(read.encodings().getFirst().withRid("other"))))))
                .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        t.setSendParameters(
                read.withEncodings(List.of(read.encodings().getFirst().withMaxBitrateBps(123_000))));
        assertThat(t.getSendParameters().encodings().getFirst().maxBitrateBps()).hasValue(123_000);
        assertThat(t.sender()
                        .getParameters()
                        .orElseThrow()
                        .encodings()
                        .getFirst()
                        .maxBitrateBps())
                .hasValue(123_000);
        assertThat(Jsep.nameOf(() -> t.setSendParameters(read))).isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        t.stop();
        assertThat(Jsep.nameOf(() -> t.setSendParameters(read))).isEqualTo(RTCException.Name.INVALID_STATE);
        j.end();
    }

    @Test
    void codecsAndExtensionsAreNegotiatedAsPreferred() {
        Jsep j = new Jsep();
        RTCRtpTransceiver t = j.a.addTransceiver(MediaKind.AUDIO, RTCRtpTransceiverInit.DEFAULT);
        var capabilities =
                j.call.agentA.getReceiverCapabilities(MediaKind.AUDIO).codecs();
        var pcmu = capabilities.stream()
                .filter(c -> c.name().equals("PCMU"))
                .findFirst()
                .orElseThrow();
        var opus = capabilities.stream()
                .filter(c -> c.name().equals("opus"))
                .findFirst()
                .orElseThrow();
        var video = j.call.agentA.getReceiverCapabilities(MediaKind.VIDEO).codecs();
        assertThat(Jsep.nameOf(() -> t.setCodecPreferences(video))).isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        t.setCodecPreferences(List.of(pcmu, opus));
        List<RTCRtpHeaderExtensionCapability> extensions = t.getHeaderExtensionsToNegotiate();
        assertThat(Jsep.nameOf(() -> t.setHeaderExtensionsToNegotiate(extensions.subList(1, extensions.size()))))
                .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        assertThat(Jsep.nameOf(() -> t.setHeaderExtensionsToNegotiate(extensions.stream()
                        .map(e -> new RTCRtpHeaderExtensionCapability(e.uri(), RTCRtpTransceiverDirection.STOPPED))
                        .toList())))
                .isEqualTo(RTCException.Name.INVALID_MODIFICATION);
        t.setHeaderExtensionsToNegotiate(extensions.stream()
                .map(e -> e.uri().endsWith("ssrc-audio-level")
                        ? new RTCRtpHeaderExtensionCapability(e.uri(), RTCRtpTransceiverDirection.STOPPED)
                        : e)
                .toList());
        j.negotiate(j.a);
        String offer = j.a.localDescription().orElseThrow().sdp();
        assertThat(Jsep.lines(offer, "m=").getFirst()).endsWith(" 0 111");
        assertThat(offer).doesNotContain("ssrc-audio-level");
        assertThat(Jsep.lines(j.b.localDescription().orElseThrow().sdp(), "m=").getFirst())
                .endsWith(" 0 111");
        assertThat(t.getNegotiatedHeaderExtensions())
                .anyMatch(e -> e.direction() == RTCRtpTransceiverDirection.STOPPED)
                .anyMatch(e -> e.direction() == RTCRtpTransceiverDirection.SENDRECV);
        t.setCodecPreferences(List.of());
        assertThat(Jsep.lines(j.get(j.a.createOffer()).sdp(), "m=").getFirst()).contains(" 8");
        j.end();
    }

    @Test
    void oldScriptsSayWhatTheyReceive() {
        Jsep j = new Jsep();
        j.get(j.a.createOffer(new RTCOfferOptions(false, Optional.of(true), Optional.of(true))));
        assertThat(j.a.getTransceivers())
                .extracting(RTCRtpTransceiver::direction)
                .containsExactly(RTCRtpTransceiverDirection.RECVONLY, RTCRtpTransceiverDirection.RECVONLY);
        j.get(j.a.createOffer(new RTCOfferOptions(false, Optional.of(false), Optional.of(true))));
        assertThat(j.a.getTransceivers().getFirst().direction()).isEqualTo(RTCRtpTransceiverDirection.INACTIVE);
        assertThat(j.a.getTransceivers()).hasSize(2);
        j.end();
    }
}
