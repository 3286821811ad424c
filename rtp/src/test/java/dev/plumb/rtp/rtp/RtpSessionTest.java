package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.packet.RtpHeaderWriter;
import dev.plumb.rtp.rtcp.FullIntraRequest;
import dev.plumb.rtp.rtcp.ReceiverReport;
import dev.plumb.rtp.rtcp.RtcpCompound;
import dev.plumb.rtp.srtp.SrtpReceiver;
import dev.plumb.rtp.srtp.SrtpSendException;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RtpSessionTest {
    private static final LinkConditions POOR = LinkConditions.PERFECT
            .withDelay(Duration.ofMillis(30))
            .withLoss(0.1)
            .withReorder(0.05, Duration.ofMillis(10));

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void carriesAudioAndVideo(SrtpProfile profile) {
        RtpPair pair = new RtpPair(1).withKeys(profile);
        pair.b.receive(RtpPair.audioReceiver("0"));
        pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            byte[] sound = {(byte) i, 2, 3};
            pair.a.driver.call((s, now) -> audio.sendFrame(sound, now, false, now));
            pair.run(Duration.ofMillis(20));
        }
        pair.sendVideo(video, 30, sent);
        pair.run(Duration.ofMillis(100));

        assertThat(pair.b.audio).hasSize(50);
        assertThat(pair.b.audio.get(7).payload()).containsExactly(7, 2, 3);
        assertThat(pair.b.audio.get(1).rtpTimestamp() - pair.b.audio.get(0).rtpTimestamp() & 0xffffffffL)
                .isEqualTo(960);
        assertThat(pair.b.frames).extracting(f -> Arrays.hashCode(f.data())).containsExactlyElementsOf(hashes(sent));
        assertThat(pair.b.frames.getFirst())
                .satisfies(f -> assertThat(f.keyFrame()).isTrue())
                .satisfies(f -> assertThat(f.width()).isEqualTo(640))
                .satisfies(f -> assertThat(f.height()).isEqualTo(360));
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void allFramesArriveIntactByRetransmission() {
        Seeds.forEach(10, seed -> {
            RtpPair pair = new RtpPair(seed).withKeys().conditions(POOR);
            RtpReceiver receiver = pair.b.receive(RtpPair.videoReceiver("1", true));
            RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
            List<byte[]> sent = new ArrayList<>();
            // until the first packet is there, nobody can tell what is missing before it
            pair.conditions(LinkConditions.PERFECT);
            pair.sendVideo(video, 1, sent);
            pair.conditions(POOR);
            pair.sendVideo(video, 300, sent, false);
            pair.run(Duration.ofSeconds(2));

            assertThat(pair.b.frames)
                    .extracting(f -> Arrays.hashCode(f.data()))
                    .containsExactlyElementsOf(hashes(sent));
            assertThat(receiver.stats()).singleElement().satisfies(s -> {
                assertThat(s.nackCount()).isPositive();
                assertThat(s.retransmittedPacketsReceived()).isPositive();
                assertThat(s.packetsLost()).isPositive();
            });
            assertThat(video.stats().retransmittedPacketsSent()).isPositive();
            assertThat(pair.outstandingAfterClose()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void resendsTheSameDatagramWithoutRtx(SrtpProfile profile) {
        RtpPair pair = new RtpPair(3).withKeys(profile).conditions(POOR);
        pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        List<byte[]> sent = new ArrayList<>();
        pair.sendVideo(video, 200, sent);
        pair.run(Duration.ofSeconds(2));
        assertThat(pair.b.frames.size()).isGreaterThanOrEqualTo(195);
        assertThat(video.stats().retransmittedPacketsSent()).isPositive();
        assertThat(pair.b.session().stats().authenticationFailures()).isZero();
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void asksForKeyFrameWithoutRepair() {
        RtpPair pair = new RtpPair(4).withKeys().conditions(POOR.withLoss(0.02));
        RtpReceiver receiver = pair.b.receive(RtpPair.videoReceiver("1", false));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withNack(false));
        List<byte[]> sent = new ArrayList<>();
        pair.sendVideo(video, 300, sent);
        pair.run(Duration.ofSeconds(1));
        assertThat(receiver.stats().getFirst().pliCount()).isBetween(3L, 60L);
        assertThat(video.stats().pliCount()).isPositive();
        assertThat(receiver.stats().getFirst().keyFramesReceived()).isGreaterThan(1);
        assertThat(pair.b.frames.size()).isGreaterThan(20);
        assertOrdered(pair.b.frames, sent);
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    private static List<Integer> hashes(List<byte[]> frames) {
        return frames.stream().map(Arrays::hashCode).toList();
    }

    private static void assertOrdered(List<EncodedFrame> frames, List<byte[]> sent) {
        int at = -1;
        boolean gap = true;
        for (EncodedFrame f : frames) {
            int found = IntStream.range(at + 1, sent.size())
                    .filter(i -> Arrays.equals(sent.get(i), f.data()))
                    .findFirst()
                    .orElse(-1);
            assertThat(found).as("a frame that was sent, in order").isGreaterThan(at);
            gap = found != at + 1;
            assertThat(!gap || f.keyFrame()).as("a frame follows its reference").isTrue();
            at = found;
        }
    }

    @Test
    void framesAlwaysFollowTheirReference() {
        Seeds.forEach(5, seed -> {
            RtpPair pair = new RtpPair(seed)
                    .withKeys()
                    .conditions(POOR.withLoss(0.03).withBurst(new LinkConditions.Burst(0.01, 0.1, 1)));
            pair.b.receive(RtpPair.videoReceiver("1", true));
            RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
            List<byte[]> sent = new ArrayList<>();
            pair.sendVideo(video, 300, sent);
            pair.run(Duration.ofSeconds(1));
            assertThat(pair.b.frames.size()).isGreaterThan(200);
            assertOrdered(pair.b.frames, sent);
            assertThat(pair.outstandingAfterClose()).isZero();
        });
    }

    @Test
    void keepsMediaThatComesBeforeTheKeysAndBeforeItsReceiver() {
        RtpPair pair = new RtpPair(5);
        pair.b.session().presetExtensions(RtpPair.EXTENSIONS);
        byte[] exported = new byte[56];
        var keysA = SrtpKeys.split(SrtpProfile.AEAD_AES_128_GCM, exported, true);
        var keysB = SrtpKeys.split(SrtpProfile.AEAD_AES_128_GCM, exported, false);
        pair.a.driver.call((s, now) -> s.keys(keysA, now));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        List<byte[]> sent = new ArrayList<>();
        pair.sendVideo(video, 3, sent);
        assertThat(pair.b.session().stats().keptBeforeKeys()).isPositive();
        pair.b.driver.call((s, now) -> s.keys(keysB, now));
        assertThat(pair.b.events(RtpEvent.Unhandled.class)).singleElement().satisfies(u -> {
            assertThat(u.mid()).isEqualTo("1");
            assertThat(u.ssrc()).isEqualTo(2000);
            assertThat(u.payloadType()).isEqualTo(96);
        });
        pair.b.receive(RtpPair.videoReceiver("1", true));
        assertThat(pair.b.frames).hasSize(3);
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void reportsRoundTripTimeAndLoss() {
        RtpPair pair = new RtpPair(6).withKeys().conditions(POOR);
        pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        for (int i = 0; i < 500; i++) {
            pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
            pair.run(Duration.ofMillis(20));
        }
        SendStreamStats stats = audio.stats();
        assertThat(stats.roundTripTimeNanos()).isCloseTo(60_000_000L, within(12_000_000L));
        assertThat(stats.remotePacketsLost()).isBetween(20L, 90L);
        assertThat(stats.packetsSent()).isEqualTo(500);
        assertThat(stats.bytesSent()).isEqualTo(40_000);
        assertThat(stats.roundTripTimeMeasurements()).isGreaterThan(3);
        assertThat(pair.a.events(RtpEvent.RttMeasured.class)).isNotEmpty();
        assertThat(pair.a.session().stats().transportFeedbackReceived()).isBetween(100L, 250L);
    }

    @Test
    void tellsCaptureTimeFromSenderReports() {
        RtpPair pair = new RtpPair(7).withKeys();
        pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        long[] captured = new long[1];
        for (int i = 0; i < 150; i++) {
            pair.a.driver.call((s, now) -> {
                captured[0] = now;
                audio.sendFrame(new byte[80], now, false, now);
            });
            pair.run(Duration.ofMillis(20));
        }
        AudioPacket last = pair.b.audio.getLast();
        assertThat(last.captureWallNanos()).isCloseTo(SimClock.wallNanosAt(captured[0]), within(1_000_000L));
        assertThat(pair.b.session().stats().rtcpReceived()).isPositive();
    }

    @Test
    void changesCodecInTheMiddle() {
        RtpPair pair = new RtpPair(8).withKeys();
        pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
        audio.payload(RtpPair.PCMU, SendStreamConfig.NONE);
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[160], now, false, now));
        pair.run(Duration.ofMillis(50));
        assertThat(pair.b.audio).extracting(AudioPacket::payloadType).containsExactly(111, 0);
        assertThat(pair.b.audio.get(1).sequence())
                .isEqualTo((pair.b.audio.get(0).sequence() + 1) & 0xffff);
        assertThat(pair.b.audio).extracting(AudioPacket::ssrc).containsOnly(1000L);
    }

    @Test
    void saysGoodbyeForEverySsrc() {
        RtpPair pair = new RtpPair(9).withKeys();
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
        pair.a.driver.call((s, now) -> s.stop(video));
        pair.a.driver.call((s, now) -> s.stop(video));
        pair.run(Duration.ofMillis(50));
        assertThat(pair.b.events(RtpEvent.ByeReceived.class))
                .extracting(RtpEvent.ByeReceived::ssrc)
                .containsExactly(2000L, 2001L);
        pair.a.frame(video, RtpPair.frame(1, true, 1000));
        assertThat(video.stats().packetsSent()).isZero();
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void reportsSsrcConflictOnce() {
        RtpPair pair = new RtpPair(10).withKeys();
        pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream mine = pair.b.send(RtpPair.audio(1000, "0"));
        RtpSendStream other = pair.a.send(RtpPair.audio(1000, "0"));
        for (int i = 0; i < 3; i++) {
            pair.a.driver.call((s, now) -> other.sendFrame(new byte[80], now, false, now));
            pair.run(Duration.ofMillis(20));
        }
        assertThat(pair.b.events(RtpEvent.SsrcConflict.class))
                .singleElement()
                .satisfies(c -> assertThat(c.stream()).isSameAs(mine));
        assertThat(pair.b.audio).isEmpty();
    }

    @Test
    void keyFrameIsRequestedByFirWhereThereIsNoPli() {
        RtpPair pair = new RtpPair(11).withKeys();
        ReceiverConfig firOnly = new ReceiverConfig(
                "1",
                List.of(),
                Map.of(96, new ReceiverConfig.Payload(RtpPair.VP8, false, false, true, false, true)),
                Map.of(),
                RtpPair.EXTENSIONS,
                true);
        pair.b.receive(firOnly);
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        pair.a.frame(video, RtpPair.frame(1, false, 3000));
        pair.run(Duration.ofMillis(100));
        assertThat(pair.a.events(RtpEvent.KeyFrameRequested.class)).hasSize(1);
        assertThat(video.stats().firCount()).isEqualTo(1);
        pair.run(Duration.ofSeconds(2));
        assertThat(pair.a.events(RtpEvent.EstimateReceived.class)).isNotEmpty();
    }

    @Test
    void decoderMayRequireAKeyFrame() {
        RtpPair pair = new RtpPair(12).withKeys();
        RtpReceiver receiver = pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        List<byte[]> sent = new ArrayList<>();
        pair.sendVideo(video, 20, sent);
        pair.b.driver.call((s, now) -> s.requireKeyFrame(receiver, now));
        pair.sendVideo(video, 20, sent);
        assertThat(receiver.stats().getFirst().keyFramesReceived()).isEqualTo(2);
        assertOrdered(pair.b.frames, sent);
    }

    @Test
    void receiverIsReplacedAndRemovedLive() {
        RtpPair pair = new RtpPair(13).withKeys();
        RtpReceiver receiver = pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "7"));
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
        pair.run(Duration.ofMillis(20));
        assertThat(pair.b.audio).isEmpty();
        pair.b.driver.call((s, now) -> s.replaceReceiver(receiver, RtpPair.audioReceiver("7"), now));
        assertThat(pair.b.audio).hasSize(1);
        pair.b.driver.call((s, now) -> s.removeReceiver(receiver));
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
        pair.run(Duration.ofMillis(20));
        assertThat(pair.b.audio).hasSize(1);
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void refusesWhatTheCallerGetsWrong() {
        RtpPair pair = new RtpPair(14).withKeys();
        RtpSendStream first = pair.a.send(RtpPair.audio(1, "0"));
        assertThatIllegalArgumentException().isThrownBy(() -> pair.a.send(RtpPair.audio(1, "0")));
        pair.a.session().close();
        assertThatIllegalStateException().isThrownBy(() -> pair.a.send(RtpPair.audio(2, "0")));
        pair.a.session().close();
        assertThat(first.isStopped()).isTrue();
        assertThat(pair.a.session().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void survivesPacketsOfAnotherKey() {
        RtpPair pair = new RtpPair(15).withKeys();
        pair.b.receive(RtpPair.audioReceiver("0"));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        byte[] wrong = new byte[56];
        pair.a.driver.call((s, now) -> s.keys(SrtpKeys.split(SrtpProfile.AEAD_AES_128_GCM, wrong, true), now));
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
        pair.run(Duration.ofMillis(20));
        assertThat(pair.b.audio).isEmpty();
        assertThat(pair.b.session().stats().authenticationFailures()).isEqualTo(1);
    }

    @Test
    void simulcastGoesByRidWithItsRepairs() {
        RtpPair pair = new RtpPair(16).withKeys();
        ReceiverConfig base = RtpPair.videoReceiver("1", true);
        RtpReceiver receiver = pair.b.receive(new ReceiverConfig(
                "1",
                List.of(new ReceiverConfig.Encoding(-1, -1, "hi"), new ReceiverConfig.Encoding(-1, -1, "lo")),
                base.payloads(),
                base.rtx(),
                base.extensions(),
                true));
        RtpSendStream high = pair.a.send(RtpPair.video(10, "1").withRid("hi").withRtx(11, 97));
        RtpSendStream low = pair.a.send(RtpPair.video(20, "1").withRid("lo").withRtx(21, 97));
        List<byte[]> sentHigh = new ArrayList<>();
        List<byte[]> sentLow = new ArrayList<>();
        pair.sendVideo(high, 1, sentHigh);
        pair.sendVideo(low, 1, sentLow);
        pair.conditions(POOR);
        pair.sendVideo(high, 100, sentHigh, false);
        pair.sendVideo(low, 100, sentLow, false);
        pair.run(Duration.ofSeconds(2));
        assertThat(receiver.stats()).extracting(ReceiveStreamStats::rid).containsExactly("hi", "lo");
        assertThat(receiver.stats()).allSatisfy(s -> {
            assertThat(s.framesReceived()).isEqualTo(101);
            assertThat(s.retransmittedPacketsReceived()).isPositive();
        });
        assertThat(pair.outstandingAfterClose()).isZero();
    }

    @Test
    void h264GoesThrough() {
        RtpPair pair = new RtpPair(17).withKeys();
        pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1").withRtx(2001, 97));
        video.payload(RtpPair.H264, 103);
        byte[] idr = new byte[9000];
        Arrays.fill(idr, (byte) 0x55);
        byte[] start = HexFormat.of()
                .parseHex("000000016742c01eda0280bfe59a808080a0000003002000000791e2c5d40000000168ce3c800000000165");
        System.arraycopy(start, 0, idr, 0, start.length);
        pair.a.frame(video, idr);
        pair.run(Duration.ofMillis(200));
        assertThat(pair.b.frames).singleElement().satisfies(f -> {
            assertThat(f.keyFrame()).isTrue();
            assertThat(f.width()).isEqualTo(640);
            assertThat(f.height()).isEqualTo(360);
            assertThat(f.data()).endsWith(0x55, 0x55);
        });
    }

    @Test
    void feedbackWithoutReducedSizeComesInWholeCompounds() {
        List<byte[]> out = new ArrayList<>();
        PacketPool pool = new PacketPool();
        SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        byte[] exported = new byte[SrtpKeys.exportedBytes(profile)];
        RtpSession session = new RtpSession(
                RtpSessionConfig.of("c").withReducedSizeRtcp(false),
                owned -> {
                    out.add(owned.toByteArray());
                    owned.release();
                },
                pool,
                new Random(1),
                SimClock::wallNanosAt);
        session.keys(SrtpKeys.split(profile, exported, true), 1);
        session.addReceiver(RtpPair.videoReceiver("1", true), 1);
        Packet delta = Packet.copyOf();
        RtpHeaderWriter.layout(5).with(1, new byte[] {'1'}).build().write(delta, 96, 1, 1, true);
        delta.append(new byte[] {0x10, 1, 2, 3}, 0, 4);
        session.receivePlain(delta, false, 2);
        assertThat(out).hasSize(1);
        Packet plain = Packet.copyOf(out.getFirst());
        SrtpKeys theirs = SrtpKeys.split(profile, exported, false);
        assertThat(new SrtpReceiver(profile, theirs.remoteKey(), theirs.remoteSalt()).unprotectRtcp(plain))
                .isTrue();
        assertThat(RtcpCompound.parse(plain).packets()).hasSize(3).first().isInstanceOf(ReceiverReport.class);
        session.close();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void pacerSpreadsAKeyFrameAndAudioOvertakesIt() {
        RtpPair pair = new RtpPair(18).withKeys();
        pair.b.receive(RtpPair.audioReceiver("0"));
        pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        pair.a.frame(video, RtpPair.frame(1, true, 100_000));
        assertThat(pair.a.session().stats().pacerBytes()).isGreaterThan(90_000);
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
        pair.run(Duration.ofMillis(20));
        assertThat(pair.b.audio).hasSize(1);
        assertThat(pair.b.frames).isEmpty();
        pair.run(Duration.ofMillis(200));
        assertThat(pair.b.frames).hasSize(1);
    }

    @Test
    void streamsHaveCanonicalNamesOfTheirOwn() {
        RtpPair pair = new RtpPair(1).withKeys();
        RtpReceiver receiver = pair.b.receive(RtpPair.audioReceiver("0"));
        RtpReceiver other = pair.b.receive(RtpPair.videoReceiver("1", true));
        RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        audio.cname("alice");
        pair.a.driver.call((s, now) -> audio.sendFrame(new byte[] {1, 2, 3}, now, false, now));
        pair.sendVideo(video, 300, new ArrayList<>());
        assertThat(receiver.stats())
                .singleElement()
                .satisfies(s -> assertThat(s.cname()).isEqualTo("alice"));
        assertThat(other.stats())
                .singleElement()
                .satisfies(s -> assertThat(s.cname()).isEqualTo("cname-1"));
    }

    @Test
    void aStreamMadeAgainIsHeard() {
        Seeds.forEach(40, seed -> {
            RtpPair pair = new RtpPair(seed).withKeys();
            pair.b.receive(RtpPair.audioReceiver("0"));
            int heard = 0;
            for (int round = 0; round < 3; round++) {
                RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
                for (int i = 0; i < 10; i++) {
                    pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
                    pair.run(Duration.ofMillis(20));
                }
                pair.a.driver.call((s, now) -> s.stop(audio));
                heard += 10;
                assertThat(pair.b.audio).hasSize(heard);
            }
            long first = pair.b.audio.getFirst().rtpTimestamp();
            long last = pair.b.audio.getLast().rtpTimestamp();
            assertThat(last - first & 0xffff_ffffL).isEqualTo(29 * 960);
            assertThat(pair.outstandingAfterClose()).isZero();
        });
    }

    @Test
    void refusesPacketsThatWouldUseAKeyStreamTwice() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            RtpPair pair = new RtpPair(1).withKeys(profile);
            RtpSendStream audio = pair.a.send(RtpPair.audio(1000, "0"));
            pair.a.driver.call((s, now) -> audio.sendFrame(new byte[80], now, false, now));
            pair.a.driver.call((s, now) -> {
                assertThat(s.sendPacket(rtp(5, 1, 1))).isTrue();
                assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> s.sendPacket(rtp(5, 1, 2)));
                assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> s.sendPacket(rtp(5, 1, 2)));
                assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> s.sendPacket(rtp(1000, 9, 2)));
            });
            assertThat(pair.outstandingAfterClose()).isZero();
        }
    }

    @Test
    void refusesKeysThatWereInUseBeforeOthers() {
        RtpPair pair = new RtpPair(1).withKeys();
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] first = new byte[SrtpKeys.exportedBytes(profile)];
        new Random(7).nextBytes(first);
        SrtpKeys again = SrtpKeys.split(profile, first, true);
        SrtpKeys others = SrtpKeys.split(profile, new byte[first.length], true);
        pair.a.driver.call((s, now) -> {
            s.sendPacket(rtp(5, 1, 1));
            s.keys(again, now);
            assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> s.sendPacket(rtp(5, 1, 2)));
            s.keys(others, now);
            assertThat(s.sendPacket(rtp(5, 1, 2))).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> s.keys(again, now));
        });
    }

    private static byte[] rtp(long ssrc, int sequence, int fill) {
        Packet p = Packet.copyOf(new byte[30]);
        p.put8(0, 0x80).put8(1, 111).put16(2, sequence).put32(8, ssrc).put8(20, fill);
        return p.toByteArray();
    }

    @Test
    void repeatsAFirUnderItsNumberAndAsksAnewUnderAnother() {
        PacketPool pool = new PacketPool();
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] exported = new byte[SrtpKeys.exportedBytes(profile)];
        SrtpKeys theirs = SrtpKeys.split(profile, exported, false);
        SrtpReceiver peer = new SrtpReceiver(profile, theirs.remoteKey(), theirs.remoteSalt());
        List<Integer> numbers = new ArrayList<>();
        RtpSession session = new RtpSession(
                RtpSessionConfig.of("c"),
                owned -> {
                    assertThat(peer.unprotectRtcp(owned)).isTrue();
                    RtcpCompound.parse(owned).packets().stream()
                            .filter(FullIntraRequest.class::isInstance)
                            .map(FullIntraRequest.class::cast)
                            .forEach(f -> numbers.add(f.entries().getFirst().sequence()));
                    owned.release();
                },
                pool,
                new Random(1),
                SimClock::wallNanosAt);
        long now = 1_000_000_000L;
        session.keys(SrtpKeys.split(profile, exported, true), now);
        session.addReceiver(
                new ReceiverConfig(
                        "1",
                        List.of(),
                        Map.of(96, new ReceiverConfig.Payload(RtpPair.VP8, false, false, true, false, false)),
                        Map.of(),
                        RtpPair.EXTENSIONS,
                        true),
                now);
        for (int i = 0; i < 60; i++) {
            boolean key = i == 30;
            Packet p = Packet.copyOf();
            // the gap after the key frame makes another key frame necessary
            int sequence = i < 31 ? i : i + 5;
            RtpHeaderWriter.layout(5).build().write(p, 96, sequence, 3000L * i, true);
            byte[] frame = RtpPair.frame(0, key, 14);
            p.append(new byte[] {0x10}, 0, 1);
            p.append(frame, 0, frame.length);
            session.receivePlain(p, false, now);
            session.timeout(now);
            now += 33_000_000L;
        }
        assertThat(numbers.size()).isGreaterThan(3);
        assertThat(numbers.stream().distinct().toList()).containsExactly(1, 2);
        session.close();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void answersARepeatedFirOnlyWhereItsKeyFrameWasLost() {
        RtpPair pair = new RtpPair(1).withKeys();
        RtpSendStream video = pair.a.send(RtpPair.video(2000, "1"));
        assertThat(video.fullIntraRequested(1, 7, 0)).isTrue();
        assertThat(video.fullIntraRequested(1, 7, 200_000_000L)).as("a repeat").isFalse();
        assertThat(video.fullIntraRequested(2, 7, 220_000_000L))
                .as("of another peer")
                .isTrue();
        assertThat(video.fullIntraRequested(1, 7, 600_000_000L))
                .as("in vain so far")
                .isTrue();
        assertThat(video.fullIntraRequested(1, 8, 720_000_000L)).as("a new one").isTrue();
    }

    @Test
    void rtcpKeepsToThePacketLimit() {
        for (boolean reducedSize : new boolean[] {true, false}) {
            PacketPool pool = new PacketPool();
            SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
            byte[] exported = new byte[SrtpKeys.exportedBytes(profile)];
            List<Integer> lengths = new ArrayList<>();
            RtpSession session = new RtpSession(
                    RtpSessionConfig.of("c".repeat(255)).withReducedSizeRtcp(reducedSize),
                    owned -> {
                        lengths.add(owned.length());
                        owned.release();
                    },
                    pool,
                    new Random(1),
                    SimClock::wallNanosAt);
            long now = 1_000_000_000L;
            session.keys(SrtpKeys.split(profile, exported, true), now);
            ReceiverConfig base = RtpPair.videoReceiver("1", true);
            session.addReceiver(base, now);
            for (int i = 0; i < 40; i++) {
                RtpSendStream stream = session.addSendStream(RtpPair.audio(1000 + i, "" + i));
                stream.cname("n".repeat(i % 2 == 0 ? 255 : 100));
                stream.sendFrame(new byte[10], now, false, now);
                Packet p = Packet.copyOf();
                RtpHeaderWriter.layout(i % 16).build().write(p, 96, 100 + 900 * (i / 16), 0, true);
                p.append(new byte[] {0x10, 1, 2, 3}, 0, 4);
                session.receivePlain(p, false, now);
            }
            for (int i = 0; i < 400; i++) {
                now += 20_000_000L;
                session.timeout(now);
            }
            session.close();
            assertThat(lengths)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(l -> assertThat(l).isLessThanOrEqualTo(RtpSessionConfig.DEFAULT_PACKET_BYTES));
            assertThat(pool.outstanding()).isZero();
        }
    }
}
