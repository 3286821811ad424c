package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.rtcp.Nack;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests in which more is sent, or requested, than the path carries. */
class OverloadTest {
    private static final double BUDGET = 0.25;

    @Test
    void retransmissionsStayAShareOfTheMediaOnAPathThatIsTooSlow() {
        RtpPair pair = new RtpPair(1).withKeys();
        pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
        pair.aToB.conditions(
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(30)).withRate(740_000, 30_000));
        pair.sendVideo(video, 900, new ArrayList<>());
        assertShare(video);
        assertThat(video.stats().retransmissionsRefused()).isPositive();
    }

    @Test
    void noNumberOfNacksDrawsMoreThanTheBudget() {
        for (boolean rtx : new boolean[] {true, false}) {
            RtpPair pair = new RtpPair(1).withKeys();
            SendStreamConfig plain = RtpPair.video(2000, "1");
            RtpSendStream video = pair.a.send(rtx ? plain.withRtx(2001, 97) : plain);
            int[] all = IntStream.range(0, 0x10000).toArray();
            for (int i = 0; i < 300; i++) {
                pair.a.frame(video, RtpPair.frame(i, i == 0, 5000));
                pair.a.driver.call((s, now) -> video.nacked(new Nack(9, 2000, all), 0, now));
                pair.run(Duration.ofMillis(33));
            }
            assertShare(video);
        }
    }

    private static void assertShare(RtpSendStream video) {
        SendStreamStats stats = video.stats();
        double media = stats.bytesSent() - stats.retransmittedBytesSent();
        // plus the credit kept from the time without loss, and the packets' headers
        double allowed = BUDGET * (media + 50.0 * stats.packetsSent()) + 2_000_000 / 8.0 * BUDGET + 1500;
        assertThat((double) stats.retransmittedBytesSent()).isPositive().isLessThan(allowed);
    }

    @Test
    void picturesThatFindNoRoomAreNoGapToThePeer() {
        RtpPair pair = new RtpPair(1).withKeys();
        RtpReceiver receiver = pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] frame = RtpPair.frame(i, i == 0 || i == 35, 800_000);
            pair.a.driver.call((s, now) -> taken.add(video.sendFrame(frame, now, false, now)));
            pair.run(Duration.ofMillis(i < 30 ? 1 : 500));
        }
        pair.run(Duration.ofSeconds(3));
        assertThat(taken).contains(false).last().isEqualTo(true);
        assertThat(taken.subList(taken.indexOf(false), 35)).containsOnly(false);
        assertThat(video.stats().framesDropped())
                .isEqualTo(taken.stream().filter(t -> !t).count());
        assertThat(pair.b.frames).hasSize((int) taken.stream().filter(t -> t).count());
        assertThat(receiver.stats()).singleElement().satisfies(s -> {
            assertThat(s.packetsLost()).isZero();
            assertThat(s.nackCount()).isZero();
        });
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void soundDoesNotWaitBehindPictures() {
        RtpPair pair = new RtpPair(1).withKeys();
        pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
        for (int i = 0; i < 100; i++) {
            pair.a.frame(video, RtpPair.frame(i, true, 500_000));
            pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
            pair.run(Duration.ofMillis(20));
        }
        assertThat(pair.b.audio).hasSize(100);
        for (int i = 1; i < 100; i++) {
            AudioPacket before = pair.b.audio.get(i - 1);
            assertThat(pair.b.audio.get(i).arrivalNanos() - before.arrivalNanos())
                    .isEqualTo(20_000_000L);
        }
        assertThat(audio.stats().waitedNanos()).isZero();
    }

    @Test
    void mediaFlowsAgainSoonAfterASlowPathHasReturned() {
        for (int queueBytes : new int[] {30_000, 200_000, 2_000_000}) {
            for (boolean rtx : new boolean[] {true, false}) {
                RtpPair pair = new RtpPair(1).withKeys();
                pair.b.receive(RtpPair.audioReceiver("0"));
                pair.b.receive(RtpPair.videoReceiver("1", true));
                RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
                SendStreamConfig plain = RtpPair.video(2000, "1");
                RtpSendStream video = pair.a.send(rtx ? plain.withRtx(2001, 97) : plain);
                List<byte[]> sent = new ArrayList<>();
                LinkConditions good = LinkConditions.PERFECT.withDelay(Duration.ofMillis(30));
                pair.conditions(good);
                sendBoth(pair, audio, video, 30, sent);
                pair.aToB.conditions(good.withRate(250_000, queueBytes));
                sendBoth(pair, audio, video, 2000, sent);
                pair.aToB.conditions(good);
                // packets already in the link's queue still leave at the old rate
                sendBoth(pair, audio, video, (int) (queueBytes * 8L / 250_000 * 30) + 30, sent);
                int frames = pair.b.frames.size();
                int sounds = pair.b.audio.size();
                sendBoth(pair, audio, video, 60, sent);
                assertThat(pair.b.audio.size() - sounds)
                        .as("sound, queue %d", queueBytes)
                        .isGreaterThan(50);
                assertThat(pair.b.frames.size() - frames)
                        .as("pictures within 2 s, queue %d, rtx %s", queueBytes, rtx)
                        .isPositive();
                assertThat(pair.outstandingAfterClose()).isZero();
            }
        }
    }

    private static void sendBoth(
            RtpPair pair, RtpSendStream audio, RtpSendStream video, int frames, List<byte[]> sent) {
        for (int i = 0; i < frames; i++) {
            pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
            pair.sendVideo(video, 1, sent);
        }
    }
}
