package dev.plumb.rtp.rtp;

import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimEngineDriver;
import dev.plumb.testkit.SimLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two sessions on the simulated clock, with a link each way. */
final class RtpPair {
    static final HeaderExtensionIds EXTENSIONS = HeaderExtensionIds.ofKnown(Map.of(
            HeaderExtension.MID, 1,
            HeaderExtension.RID, 2,
            HeaderExtension.REPAIRED_RID, 3,
            HeaderExtension.ABS_SEND_TIME, 4,
            HeaderExtension.TRANSPORT_CC, 5));
    static final PayloadType VP8 = new PayloadType(96, PayloadFormat.VP8, 90_000);
    static final PayloadType H264 = new PayloadType(102, PayloadFormat.H264, 90_000);
    static final PayloadType OPUS = new PayloadType(111, PayloadFormat.OPUS, 48_000);
    static final PayloadType PCMU = new PayloadType(0, PayloadFormat.PCM, 8_000);

    final SimClock clock = new SimClock();
    final SimLink aToB;
    final SimLink bToA;
    final End a;
    final End b;

    RtpPair(long seed) {
        Random random = new Random(seed);
        aToB = new SimLink(clock, random, LinkConditions.PERFECT);
        bToA = new SimLink(clock, random, LinkConditions.PERFECT);
        a = new End(aToB, seed);
        b = new End(bToA, ~seed);
        SimEngineDriver.connect(a.driver, b.driver);
    }

    RtpPair withKeys(SrtpProfile profile) {
        byte[] exported = new byte[SrtpKeys.exportedBytes(profile)];
        new Random(7).nextBytes(exported);
        a.driver.call((s, now) -> s.keys(SrtpKeys.split(profile, exported, true), now));
        b.driver.call((s, now) -> s.keys(SrtpKeys.split(profile, exported, false), now));
        return this;
    }

    RtpPair withKeys() {
        return withKeys(SrtpProfile.AEAD_AES_128_GCM);
    }

    RtpPair conditions(LinkConditions conditions) {
        aToB.conditions(conditions);
        bToA.conditions(conditions);
        return this;
    }

    static ReceiverConfig videoReceiver(String mid, boolean nack) {
        return new ReceiverConfig(
                mid,
                List.of(),
                Map.of(
                        96, new ReceiverConfig.Payload(VP8, nack, true, true, true, false),
                        102, new ReceiverConfig.Payload(H264, nack, true, true, true, false)),
                Map.of(97, 96, 103, 102),
                EXTENSIONS,
                true);
    }

    static ReceiverConfig audioReceiver(String mid) {
        return new ReceiverConfig(
                mid,
                List.of(),
                Map.of(
                        111,
                        new ReceiverConfig.Payload(OPUS, false, false, false, true, false),
                        0,
                        ReceiverConfig.Payload.plain(PCMU)),
                Map.of(),
                EXTENSIONS,
                false);
    }

    static SendStreamConfig video(long ssrc, String mid) {
        return SendStreamConfig.video(ssrc, VP8, mid, EXTENSIONS, 2_000_000);
    }

    static SendStreamConfig audio(long ssrc, String mid) {
        return SendStreamConfig.audio(ssrc, OPUS, mid, EXTENSIONS, 64_000);
    }

    /** A VP8 frame: its first byte's last bit tells key frames, bytes 3 to 5 the start code, then the size. */
    static byte[] frame(int number, boolean key, int bytes) {
        byte[] f = new byte[Math.max(bytes, 14)];
        new Random(number).nextBytes(f);
        f[0] = (byte) (key ? 0x10 : 0x11);
        if (key) {
            f[3] = (byte) 0x9d;
            f[4] = 0x01;
            f[5] = 0x2a;
            f[6] = (byte) (640 & 0xff);
            f[7] = 640 >> 8;
            f[8] = (byte) (360 & 0xff);
            f[9] = 360 >> 8;
        }
        return f;
    }

    void run(Duration time) {
        clock.runFor(time);
    }

    /** Closes both ends and says how many packets are out of their pools. */
    long outstandingAfterClose() {
        a.driver.call((s, now) -> s.close());
        b.driver.call((s, now) -> s.close());
        clock.runFor(Duration.ofSeconds(1));
        return a.driver.pool().outstanding() + b.driver.pool().outstanding();
    }

    /** One end, with what it reported. */
    final class End {
        final SimEngineDriver<RtpSession, RtpEvent> driver;
        final List<RtpEvent> events = new ArrayList<>();
        final List<EncodedFrame> frames = new ArrayList<>();
        final List<AudioPacket> audio = new ArrayList<>();

        End(SimLink out, long seed) {
            driver = new SimEngineDriver<>(
                    clock,
                    out,
                    below -> new RtpSession(
                            RtpSessionConfig.of("cname-" + seed),
                            below.sink(),
                            below.pool(),
                            new Random(seed),
                            SimClock::wallNanosAt));
            driver.onEvent(e -> {
                events.add(e);
                switch (e) {
                    case RtpEvent.VideoFrameReceived v -> frames.add(v.frame());
                    case RtpEvent.AudioPacketReceived p -> audio.add(p.packet());
                    default -> {}
                }
            });
        }

        RtpSession session() {
            return driver.engine();
        }

        RtpSendStream send(SendStreamConfig config) {
            return session().addSendStream(config);
        }

        RtpReceiver receive(ReceiverConfig config) {
            RtpReceiver[] made = new RtpReceiver[1];
            driver.call((s, now) -> made[0] = s.addReceiver(config, now));
            return made[0];
        }

        <T extends RtpEvent> List<T> events(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        void frame(RtpSendStream stream, byte[] frame) {
            driver.call((s, now) -> stream.sendFrame(frame, now, false, now));
        }
    }

    /** Sends frames every 33 ms; a key frame first and whenever one was asked for. */
    void sendVideo(RtpSendStream stream, int frames, List<byte[]> sent) {
        sendVideo(stream, frames, sent, true);
    }

    void sendVideo(RtpSendStream stream, int frames, List<byte[]> sent, boolean answersKeyFrameRequests) {
        for (int i = 0; i < frames; i++) {
            boolean asked = !a.events(RtpEvent.KeyFrameRequested.class).isEmpty();
            a.events.removeIf(RtpEvent.KeyFrameRequested.class::isInstance);
            boolean key = sent.isEmpty() || (asked && answersKeyFrameRequests);
            byte[] f = frame(sent.size(), key, key ? 20_000 : 3_000);
            sent.add(f);
            a.frame(stream, f);
            clock.runFor(Duration.ofMillis(33));
        }
    }
}
