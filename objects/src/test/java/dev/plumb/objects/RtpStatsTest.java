package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtpStatsTest {
    private final SimMedia media = new SimMedia(31);

    private static RTCStats only(RTCStatsReport report, String type) {
        assertThat(report.ofType(type)).as(type).hasSize(1);
        return report.first(type).orElseThrow();
    }

    @Test
    void picturesAreCountedOnBothSides() {
        RTCRtpSender sender = media.pattern(320, 180);
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        receiver.receive(media.parameters(MediaKind.VIDEO, "VP8"));
        RTCRtpParameters sent = media.parameters(MediaKind.VIDEO, "VP8");
        sender.send(sent.withEncodings(
                List.of(sent.encodings().getFirst().withMaxBitrateBps(400_000).withMaxFramerate(15))));
        media.run(10_000);
        RTCStats out = only(sender.getStats(), "outbound-rtp");
        RTCStats in = only(receiver.getStats(), "inbound-rtp");
        // some are under way
        assertThat(in.number("packetsReceived")).isCloseTo(out.number("packetsSent"), within(5.0));
        assertThat(in.number("bytesReceived")).isCloseTo(out.number("bytesSent"), within(5_000.0));
        assertThat(in.number("framesDecoded")).isCloseTo(out.number("framesEncoded"), within(1.0));
        assertThat(out.number("framesPerSecond")).isBetween(14.0, 16.0);
        assertThat(in.number("framesPerSecond")).isBetween(14.0, 16.0);
        assertThat(out.number("targetBitrate")).isEqualTo(400_000);
        assertThat(out.text("mid")).isEqualTo("v");
        assertThat(in.text("mid")).isEqualTo("v");
        assertThat(in.number("totalInterFrameDelay")).isCloseTo(10, within(0.5));
        assertThat(in.number("freezeCount")).isZero();
        assertThat(in.members()).doesNotContainKeys("qpSum", "playoutId", "audioLevel");
        RTCStats source = only(sender.getStats(), "media-source");
        assertThat(source.number("framesPerSecond")).isBetween(29.0, 31.0);
        assertThat(source.number("width")).isEqualTo(320);
        assertThat(out.text("mediaSourceId")).isEqualTo(source.id());
        RTCStats remote = only(sender.getStats(), "remote-inbound-rtp");
        assertThat(remote.id()).isEqualTo(out.text("remoteId"));
        assertThat(remote.number("packetsLost")).isZero();
        assertThat(remote.number("roundTripTime")).isBetween(0.0, 0.1);
        RTCStats remoteOut = only(receiver.getStats(), "remote-outbound-rtp");
        assertThat(remoteOut.number("packetsSent")).isPositive();
        assertThat(remoteOut.number("reportsSent")).isGreaterThan(5);
        everyReferenceIsThere(sender.getStats());
        everyReferenceIsThere(receiver.getStats());
    }

    @Test
    void soundIsCountedOnBothSides() {
        RTCRtpSender sender = media.tone(500);
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        receiver.receive(media.parameters(MediaKind.AUDIO, "opus"));
        sender.send(media.parameters(MediaKind.AUDIO, "opus"));
        media.run(10_000);
        RTCStats in = only(receiver.getStats(), "inbound-rtp");
        assertThat(in.number("jitterBufferDelay") / in.number("jitterBufferEmittedCount"))
                .as("seconds of delay")
                .isBetween(0.0, 0.2);
        assertThat(in.number("jitterBufferTargetDelay") / in.number("jitterBufferEmittedCount"))
                .isBetween(0.01, 0.2);
        assertThat(in.number("totalSamplesReceived")).isEqualTo(in.number("jitterBufferEmittedCount"));
        assertThat(in.number("audioLevel")).isCloseTo(0.5, within(0.1));
        double ntpMillis = media.sim.hostA.loop().wallNanos() / 1e6 + 2_208_988_800_000.0;
        assertThat(ntpMillis - in.number("estimatedPlayoutTimestamp")).isBetween(0.0, 200.0);
        assertThat(in.members()).doesNotContainKeys("framesDecoded", "frameWidth", "pliCount");
        RTCStats source = only(sender.getStats(), "media-source");
        assertThat(source.number("audioLevel")).isCloseTo(0.5, within(0.1));
        everyReferenceIsThere(sender.getStats());
        everyReferenceIsThere(receiver.getStats());
    }

    private static void everyReferenceIsThere(RTCStatsReport report) {
        report.forEach((id, stats) -> stats.members().forEach((name, value) -> {
            boolean names = name.endsWith("Id")
                    && List.of("codecId", "transportId", "remoteId", "mediaSourceId", "localId")
                            .contains(name);
            if (names) {
                assertThat(report.has((String) value)).as("%s of %s", name, id).isTrue();
            }
        }));
        assertThat(report.first("transport")).isPresent();
    }
}
