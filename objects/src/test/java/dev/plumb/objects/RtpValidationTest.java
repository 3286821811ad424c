package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RtpValidationTest {
    private static final String NEEDED = "urn:example:needed";

    private final SimAgents sim = new SimAgents(1).plumbed();
    private final RTCRtpSender sender = sim.a.rtpSender(MediaKind.VIDEO);
    private final RTCRtpReceiver receiver = sim.a.rtpReceiver(MediaKind.VIDEO, sim.dtlsA);
    private final RTCRtpParameters good = RtpParameters.of(sim.a, MediaKind.VIDEO, "0");

    @Test
    void refusesBeforeAnythingChanges() {
        sender.send(good);
        assertRefused(RTCException.Name.INVALID_ACCESS, p -> p.withCodecs(List.of()));
        assertRefused(
                RTCException.Name.INVALID_ACCESS,
                p -> p.withCodecs(List.of(new RTCRtpCodecParameters("H999", 96, 90_000, 0, List.of(), Map.of()))));
        assertRefused(
                RTCException.Name.INVALID_ACCESS,
                p -> p.withCodecs(
                        List.of(p.codecs().getFirst().withRtcpFeedback(List.of(new RTCRtcpFeedback("telepathy"))))));
        int rtx = good.codecs().get(1).payloadType();
        assertRefused(
                RTCException.Name.INVALID_ACCESS,
                p -> p.withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT.withCodecPayloadType(rtx))));
        assertRefused(
                RTCException.Name.INVALID_ACCESS,
                p -> p.withEncodings(
                        List.of(RTCRtpEncodingParameters.DEFAULT.withSsrc(1).withRtxSsrc(1))));
        assertRefused(
                RTCException.Name.INVALID_ACCESS,
                p -> p.withEncodings(List.of(
                        RTCRtpEncodingParameters.DEFAULT.withRid("a"), RTCRtpEncodingParameters.DEFAULT.withRid("a"))));
        assertRefused(
                RTCException.Name.INVALID_ACCESS,
                p -> p.withHeaderExtensions(List.of(
                        new RTCRtpHeaderExtensionParameters("a:b", 1), new RTCRtpHeaderExtensionParameters("a:b", 2))));
        assertRefused(RTCException.Name.INVALID_ACCESS, p -> p.withRtcp(new RTCRtcpParameters("", true, false)));
        assertThat(sender.getParameters()).contains(good);
    }

    @Test
    void midHasOneIdOnATransport() {
        receiver.receive(good);
        RTCRtpReceiver other = sim.a.rtpReceiver(MediaKind.VIDEO, sim.dtlsA);
        assertName(
                () -> other.receive(good.withMuxId("1")
                        .withHeaderExtensions(List.of(new RTCRtpHeaderExtensionParameters(Capabilities.MID_URI, 9)))),
                RTCException.Name.INVALID_ACCESS);
        other.receive(good.withMuxId("1"));
    }

    @Test
    void whatMustBeUnderstoodIsRefusedWhereItIsNot() {
        var required = List.of(new RTCRtpHeaderExtensionParameters("a:b", 9).withRequired(true));
        assertRefused(RTCException.Name.NOT_SUPPORTED, p -> p.withHeaderExtensions(required));
        RTCRtpParameters marked = good.withExtensions(List.of(RTCExtension.required(NEEDED)));
        assertRefused(RTCException.Name.NOT_SUPPORTED, p -> marked);
        sim.a.understand(NEEDED);
        sender.send(marked);
        receiver.receive(marked);
        assertThat(sim.a.getReceiverCapabilities(MediaKind.VIDEO).extensions())
                .containsExactly(RTCExtension.known(NEEDED));
    }

    @Test
    void silenceIsRefusal() {
        sender.require(NEEDED);
        receiver.require(NEEDED);
        assertRefused(RTCException.Name.NOT_SUPPORTED, p -> p);
        RTCRtpParameters acknowledged = good.withExtensions(List.of(RTCExtension.known(NEEDED)));
        sender.validate(acknowledged);
        receiver.validate(acknowledged);
        assertThat(sender.getParameters()).isEmpty();
    }

    private void assertRefused(RTCException.Name name, UnaryOperator<RTCRtpParameters> change) {
        RTCRtpParameters wrong = change.apply(good);
        assertName(() -> sender.validate(wrong), name);
        assertName(() -> sender.send(wrong), name);
        assertName(() -> receiver.receive(wrong), name);
    }

    private static void assertName(Runnable wrong, RTCException.Name name) {
        assertThatThrownBy(wrong::run)
                .isInstanceOfSatisfying(
                        RTCException.class, e -> assertThat(e.name()).isEqualTo(name));
    }
}
