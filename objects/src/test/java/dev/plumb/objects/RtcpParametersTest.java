package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SSRCs and names that the parameters give. */
class RtcpParametersTest {
    private static final int RECEIVER_REPORT = 201;

    @Test
    void receiversReportUnderTheSsrcThatTheyAreGiven() {
        SimMedia media = new SimMedia(1);
        Set<Integer> reporters = new HashSet<>();
        media.sim.network.tap(d -> {
            byte[] bytes = d.payload();
            if (bytes.length > 8 && (bytes[1] & 0xff) == RECEIVER_REPORT) {
                reporters.add(ByteBuffer.wrap(bytes).getInt(4));
            }
        });
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        media.receiver(MediaKind.AUDIO).receive(parameters.withRtcp(RTCRtcpParameters.DEFAULT.withSsrc(77)));
        media.tone(440).send(parameters);
        media.run(10_000);
        assertThat(reporters).containsExactly(77);
    }

    @Test
    void aStreamKeepsItsSsrcUnderAnotherName() {
        SimMedia media = new SimMedia(2);
        RTCRtpParameters parameters = media.parameters(MediaKind.VIDEO, "VP8");
        RTCRtpSender sender = media.pattern(320, 180);
        sender.send(parameters.withEncodings(List.of(
                RTCRtpEncodingParameters.DEFAULT.withRid("a").withSsrc(1),
                RTCRtpEncodingParameters.DEFAULT.withRid("b").withSsrc(2))));
        sender.send(parameters.withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT.withSsrc(1))));
        assertThat(sender.ssrcs()).containsExactly(1L);
    }

    @Test
    void anSsrcOfAnotherSenderIsRefusedAndNothingChanges() {
        SimMedia media = new SimMedia(3);
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        RTCRtpParameters given = parameters.withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT.withSsrc(1)));
        media.tone(440).send(given);
        RTCRtpSender other = media.tone(880);
        assertThatThrownBy(() -> other.send(given)).hasMessageContaining("InvalidAccessError");
        assertThat(other.getParameters()).isEmpty();
        assertThat(other.hasSent()).isFalse();
    }
}
