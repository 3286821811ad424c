package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.ToneSource;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.ToneMeter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What changes in the middle of a stream: codec, rate, size, track, transport, and whether it is sent. */
class LiveChangesTest {
    private final SimMedia media = new SimMedia(7);

    private static RTCRtpParameters encoding(RTCRtpParameters of, UnaryOperator<RTCRtpEncodingParameters> change) {
        return of.withEncodings(List.of(change.apply(of.encodings().getFirst())));
    }

    @Test
    void audioCodecsChangeWithoutAGap() {
        RTCRtpSender sender = media.tone(500);
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        receiver.receive(media.parameters(MediaKind.AUDIO, "opus"));
        sender.send(media.parameters(MediaKind.AUDIO, "opus"));
        media.run(3000);
        int before = media.sound.size();
        long ssrc = sender.ssrcs().getFirst();
        for (String codec : List.of("PCMU", "opus", "PCMA", "PCMU", "opus")) {
            sender.send(media.parameters(MediaKind.AUDIO, codec));
            media.run(1000);
        }
        assertThat(media.longestSoundGapNanos(before)).isLessThan(1_000_000L);
        assertThat(concealed(receiver)).isZero();
        assertThat(sender.ssrcs()).containsExactly(ssrc);
        ToneMeter meter = new ToneMeter(8_000);
        media.sound.stream()
                .skip(before)
                .filter(f -> f.sampleRateHz() == 8_000)
                .forEach(f -> meter.add(f.samples(), f.channels()));
        assertThat(meter.seconds()).isGreaterThan(2);
        assertThat(meter.shareAt(500)).isGreaterThan(0.9);
    }

    private static long concealed(RTCRtpReceiver receiver) {
        return receiver.getStats().ofType("inbound-rtp").stream()
                .mapToLong(s -> (Long) s.members().get("concealedSamples"))
                .sum();
    }

    @Test
    void packetsBecomeLongerWithoutAGapAndSilenceIsLeftOut() {
        RTCRtpSender sender = media.tone(500);
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        receiver.receive(parameters);
        sender.send(parameters);
        media.run(2000);
        int before = media.sound.size();
        sender.send(parameters.withCodecs(parameters.codecs().stream()
                .map(c -> c.is("opus") ? c.withPtimeMillis(60) : c)
                .toList()));
        media.run(200);
        long packets = packetsSent(sender);
        media.run(6000);
        assertThat(packetsSent(sender) - packets).isBetween(98L, 102L);
        assertThat(media.longestSoundGapNanos(before)).isLessThan(1_000_000L);
        sender.send(encoding(parameters, e -> e.withDtx(true)));
        sender.replaceTrack(media.sim.a.audioTrack("silence", new ToneSource(500, 0)));
        media.run(1000);
        packets = packetsSent(sender);
        media.run(6000);
        assertThat(packetsSent(sender) - packets).isLessThan(60);
    }

    private static long packetsSent(RTCRtpSender sender) {
        return (long) sender.getStats().first("outbound-rtp").orElseThrow().number("packetsSent");
    }

    @Test
    void videoCodecsChangeWithoutAGap() {
        RTCRtpSender sender = media.pattern(320, 180);
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        receiver.receive(media.parameters(MediaKind.VIDEO, "VP8"));
        sender.send(media.parameters(MediaKind.VIDEO, "VP8"));
        media.run(2000);
        int before = media.pictures.size();
        for (String codec : List.of("H264", "VP8", "H264")) {
            sender.send(media.parameters(MediaKind.VIDEO, codec));
            media.run(1000);
        }
        assertThat(media.missingPictures(before)).isZero();
        assertThat(media.longestPictureGapNanos(before)).isLessThan(67_000_000L);
    }

    @Test
    void lowRateBecomesFullQualityWithTheNextPicture() {
        RTCRtpSender sender = media.pattern(640, 360);
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        RTCRtpParameters full = media.parameters(MediaKind.VIDEO, "VP8");
        receiver.receive(full);
        sender.send(encoding(
                full, e -> e.withMaxBitrateBps(50_000).withResolutionScale(4).withMaxFramerate(5)));
        media.run(3000);
        assertThat(media.widths).containsOnly(160);
        long[] first = {-1};
        media.sim.b.rtpListener(media.sim.dtlsB).onPacket(p -> first[0] = first[0] < 0 ? media.nowNanos() : first[0]);
        media.run(150);
        first[0] = -1;
        int before = media.widths.size();
        long called = media.nowNanos();
        sender.send(encoding(full, e -> e.withMaxBitrateBps(2_000_000)));
        media.sim.clock.runUntil(() -> media.widths.getLast() == 640, java.time.Duration.ofSeconds(1));
        assertThat(media.widths.get(before)).isEqualTo(640);
        assertThat(media.nowNanos() - called).isLessThan(100_000_000L);
    }

    @Test
    void holdAndResumeBeginWithAPictureAtOnce() {
        RTCRtpSender sender = media.pattern(320, 180);
        media.receiver(MediaKind.VIDEO).receive(media.parameters(MediaKind.VIDEO, "VP8"));
        RTCRtpParameters sent = media.parameters(MediaKind.VIDEO, "VP8");
        sender.send(sent);
        media.run(1000);
        sender.send(encoding(sent, e -> e.withActive(false)));
        media.run(200);
        int held = media.pictures.size();
        media.run(2000);
        assertThat(media.pictures).hasSize(held);
        sender.send(sent);
        media.run(100);
        assertThat(media.pictures.size()).isGreaterThan(held);
        media.run(500);
        assertThat(media.missingPictures(held)).isZero();
    }

    @Test
    void aTrackIsReplacedAtOnce() {
        RTCRtpSender sender = media.tone(500);
        media.receiver(MediaKind.AUDIO).receive(media.parameters(MediaKind.AUDIO, "opus"));
        sender.send(media.parameters(MediaKind.AUDIO, "opus"));
        media.run(2000);
        sender.replaceTrack(media.sim.a.audioTrack("other", new ToneSource(900, 0.5)));
        media.run(300);
        int after = media.sound.size();
        media.run(1000);
        ToneMeter meter = new ToneMeter(48_000);
        media.sound.stream().skip(after).forEach(f -> meter.add(f.samples(), f.channels()));
        assertThat(meter.shareAt(900)).isGreaterThan(0.9);
        sender.replaceTrack(null);
        media.run(1000);
        int silent = media.sound.size();
        media.run(1000);
        assertThat(media.sound).hasSize(silent);
    }

    @Test
    void streamsMoveBetweenTransportsAndLoseNothing() {
        RTCRtpSender audio = media.tone(500);
        RTCRtpSender video = media.pattern(320, 180);
        RTCRtpReceiver heard = media.receiver(MediaKind.AUDIO);
        RTCRtpReceiver seen = media.receiver(MediaKind.VIDEO);
        heard.receive(media.parameters(MediaKind.AUDIO, "opus"));
        seen.receive(media.parameters(MediaKind.VIDEO, "VP8"));
        audio.send(media.parameters(MediaKind.AUDIO, "opus"));
        video.send(media.parameters(MediaKind.VIDEO, "VP8"));
        media.run(2000);
        SimMedia.Way second = media.secondWay();
        int sound = media.sound.size();
        int pictures = media.pictures.size();
        List<Long> ssrcs = video.ssrcs();
        for (int i = 0; i < 3; i++) {
            boolean away = i % 2 == 0;
            video.setTransport(away ? second.a() : media.sim.dtlsA);
            seen.setTransport(away ? second.b() : media.sim.dtlsB);
            media.run(500);
            heard.setTransport(away ? second.b() : media.sim.dtlsB);
            audio.setTransport(away ? second.a() : media.sim.dtlsA);
            media.run(3000);
        }
        assertThat(video.ssrcs()).isEqualTo(ssrcs);
        assertThat(media.missingPictures(pictures)).isZero();
        assertThat(media.longestPictureGapNanos(pictures)).isLessThan(67_000_000L);
        assertThat(media.longestSoundGapNanos(sound)).isLessThan(1_000_000L);
        assertThat(concealed(heard)).isZero();
        assertThat(media.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aSenderMadeAgainWithTheSameParametersIsHeardAndSeen() {
        Seeds.forEach(4, seed -> {
            SimMedia again = new SimMedia(seed);
            again.receiver(MediaKind.AUDIO).receive(again.parameters(MediaKind.AUDIO, "opus"));
            again.receiver(MediaKind.VIDEO).receive(again.parameters(MediaKind.VIDEO, "VP8"));
            RTCRtpParameters sound = again.parameters(MediaKind.AUDIO, "opus");
            RTCRtpParameters pictures = again.parameters(MediaKind.VIDEO, "VP8");
            for (int round = 0; round < 4; round++) {
                int heard = again.sound.size();
                int seen = again.pictureNanos.size();
                RTCRtpSender tone = again.tone(500);
                RTCRtpSender pattern = again.pattern(160, 96);
                tone.send(encoding(sound, e -> e.withSsrc(1000)));
                pattern.send(encoding(pictures, e -> e.withSsrc(2000).withRtxSsrc(2001)));
                again.run(1500);
                ToneMeter meter = new ToneMeter(48_000);
                again.sound.stream().skip(heard).forEach(f -> meter.add(f.samples(), f.channels()));
                assertThat(meter.seconds()).isGreaterThan(1);
                assertThat(meter.shareAt(500)).as("round %d", round).isGreaterThan(0.8);
                assertThat(again.pictureNanos.size() - seen)
                        .as("round %d", round)
                        .isGreaterThan(30);
                tone.stop();
                pattern.stop();
                again.run(300);
            }
            assertThat(again.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
        });
    }
}
