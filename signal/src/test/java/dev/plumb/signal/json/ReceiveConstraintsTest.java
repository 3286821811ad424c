package dev.plumb.signal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveConstraintsTest {
    private final SimHost host = new SimNetwork(1).host("192.0.2.1");
    private final Agent agent = Agent.create(host.loop(), host, Seeds.secureRandom(1));
    private final RTCRtpCapabilities ours = agent.getSenderCapabilities(MediaKind.VIDEO);
    private final RTCRtpParameters wished = ours.toReceiveParameters("v1")
            .withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT
                    .withMaxBitrateBps(2_000_000)
                    .withMaxFramerate(30)));

    @Test
    void theSenderGoesDownToWhatIsTaken() {
        RTCRtpEncodingParameters sent = ReceiveConstraints.of("v1")
                .withMaxBitrateBps(300_000)
                .withMaxFramerate(60)
                .withMinScale(2)
                .applyTo(wished, ours)
                .encodings()
                .getFirst();
        assertThat(sent.active()).isTrue();
        assertThat(sent.maxBitrateBps()).hasValue(300_000);
        assertThat(sent.maxFramerate()).hasValue(30);
        assertThat(sent.resolutionScale()).isEqualTo(2);
    }

    @Test
    void theSenderUsesTheReceiversCodecsOrStops() {
        RTCRtpCapabilities onlyH264 = ours.withCodecs(
                ours.codecs().stream().filter(c -> c.name().equals("H264")).toList());
        RTCRtpParameters sent =
                ReceiveConstraints.of("v1").withCapabilities(onlyH264).applyTo(wished, ours);
        assertThat(sent.codecs()).isNotEmpty().allMatch(c -> c.is("H264"));
        RTCRtpParameters none = ReceiveConstraints.of("v1")
                .withCapabilities(ours.withCodecs(List.of()))
                .applyTo(wished, ours);
        assertThat(none.encodings()).noneMatch(RTCRtpEncodingParameters::active);
        RTCRtpParameters refused =
                ReceiveConstraints.of("v1").withAccepted(false).applyTo(wished, ours);
        assertThat(refused.encodings()).noneMatch(RTCRtpEncodingParameters::active);
    }
}
