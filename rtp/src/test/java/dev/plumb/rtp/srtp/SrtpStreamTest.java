package dev.plumb.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams under SRTP: wrap, loss, reordering, replay, forgery. */
class SrtpStreamTest {
    private static Packet rtp(long ssrc, int sequence, int payloadBytes) {
        Packet p = Packet.copyOf(new byte[12 + payloadBytes]);
        p.put8(0, 0x80).put8(1, 96).put16(2, sequence).put32(8, ssrc).put8(p.length() - 1, sequence);
        return p;
    }

    private static Packet rtcp(long ssrc) {
        Packet p = Packet.copyOf(new byte[20]);
        return p.put8(0, 0x80).put8(1, 200).put16(2, 4).put32(4, ssrc);
    }

    private static byte[] bytes(int count) {
        byte[] b = new byte[count];
        new Random(count).nextBytes(b);
        return b;
    }

    private static SrtpSender sender(SrtpProfile profile) {
        return new SrtpSender(profile, bytes(profile.keyBytes()), bytes(profile.saltBytes()));
    }

    private static SrtpReceiver receiver(SrtpProfile profile) {
        return new SrtpReceiver(profile, bytes(profile.keyBytes()), bytes(profile.saltBytes()));
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void rolloverSurvivesLossAndReorderingAroundTheWrap(SrtpProfile profile) {
        Seeds.forEach(3, seed -> {
            Random random = new Random(seed);
            SrtpSender sender = sender(profile);
            SrtpReceiver receiver = receiver(profile);
            List<Packet> window = new ArrayList<>();
            int accepted = 0;
            int delivered = 0;
            for (int i = 30_000; i < 30_000 + 110_000; i++) {
                Packet p = rtp(7, i & 0xffff, 20);
                sender.protect(p);
                boolean nearWrap = (i & 0xffff) > 0xff00 || (i & 0xffff) < 0x100;
                if (nearWrap ? random.nextInt(2) == 0 : i % 10 == 0) {
                    window.add(p);
                }
                if (window.size() > 8) {
                    Packet out = window.remove(random.nextInt(window.size()));
                    delivered++;
                    accepted += receiver.unprotect(out) ? 1 : 0;
                }
            }
            assertThat(accepted).isEqualTo(delivered);
            assertThat(receiver.authenticationFailures()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void refusesReplayAndForgery(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        Packet p = rtp(7, 5, 100);
        sender.protect(p);
        byte[] wire = p.toByteArray();
        for (int i = 0; i < wire.length; i++) {
            byte[] forged = wire.clone();
            forged[i] ^= 0x04;
            assertThat(receiver.unprotect(Packet.copyOf(forged))).isFalse();
        }
        assertThat(receiver.unprotect(Packet.copyOf(wire))).isTrue();
        assertThat(receiver.unprotect(Packet.copyOf(wire))).isFalse();
        assertThat(receiver.replayed()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void forgedPacketsMoveNothing(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int i = 0; i < 2000; i++) {
            receiver.unprotect(rtp(1000 + i, 40_000, 60));
        }
        Packet p = rtp(7, 5, 100);
        sender.protect(p);
        assertThat(receiver.unprotect(p)).isTrue();
        assertThat(receiver.overflowed()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void keepsStateOfSoManySourcesOnly(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int i = 0; i < SrtpReceiver.SSRCS_AT_MOST + 10; i++) {
            Packet p = rtp(i, 5, 20);
            sender.protect(p);
            assertThat(receiver.unprotect(p)).isEqualTo(i < SrtpReceiver.SSRCS_AT_MOST);
        }
        assertThat(receiver.overflowed()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void rtcpHasReplayProtectionToo(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        List<byte[]> wires = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Packet p = rtcp(9);
            sender.protectRtcp(p);
            assertThat(p.length()).isEqualTo(20 + 4 + profile.tagBytes());
            wires.add(p.toByteArray());
        }
        for (int i = 49; i >= 0; i--) {
            Packet p = Packet.copyOf(wires.get(i));
            assertThat(receiver.unprotectRtcp(p)).isTrue();
            assertThat(p.toByteArray()).isEqualTo(rtcp(9).toByteArray());
            assertThat(receiver.unprotectRtcp(Packet.copyOf(wires.get(i)))).isFalse();
        }
        byte[] forged = wires.getFirst().clone();
        forged[10] ^= 1;
        assertThat(receiver(profile).unprotectRtcp(Packet.copyOf(forged))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shortPacketsAreDropped(SrtpProfile profile) {
        SrtpReceiver receiver = receiver(profile);
        for (int length = 0; length < 40; length++) {
            byte[] b = new byte[length];
            if (length > 0) {
                b[0] = (byte) 0x90;
            }
            assertThat(receiver.unprotect(Packet.copyOf(b))).isFalse();
            assertThat(receiver.unprotectRtcp(Packet.copyOf(b))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void hearsASourceAMinuteForDaysAndLetsNoReplayIn(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        List<byte[]> wires = new ArrayList<>();
        for (int minute = 0; minute < 5 * 24 * 60; minute++) {
            for (int i = 0; i < 3; i++) {
                Packet p = i == 2 ? rtcp(minute) : rtp(minute, 0xffff + i & 0xffff, 20);
                if (i == 2) {
                    sender.protectRtcp(p);
                } else {
                    sender.protect(p);
                }
                wires.add(p.toByteArray());
                assertThat(i == 2 ? receiver.unprotectRtcp(p) : receiver.unprotect(p))
                        .as("a packet of minute %d", minute)
                        .isTrue();
            }
            receiver.age();
        }
        assertThat(receiver.expired()).isPositive();
        assertThat(receiver.overflowed()).isZero();
        for (int i = 0; i < wires.size(); i++) {
            Packet p = Packet.copyOf(wires.get(i));
            assertThat(i % 3 == 2 ? receiver.unprotectRtcp(p) : receiver.unprotect(p))
                    .isFalse();
        }
        Packet again = rtp(0, 1, 20);
        sender.protect(again);
        assertThat(receiver.unprotect(again))
                .as("an old source goes on after its wrap")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void sourcesThatCrowdOutOneAnotherLetNoReplayIn(SrtpProfile profile) {
        Seeds.forEach(3, seed -> {
            Random random = new Random(seed);
            SrtpSender sender = sender(profile);
            SrtpReceiver receiver = receiver(profile);
            List<byte[]> wires = new ArrayList<>();
            for (int i = 0; i < 3 * SrtpReceiver.WINDOWS_AT_MOST; i++) {
                long ssrc = random.nextInt(2 * SrtpReceiver.WINDOWS_AT_MOST);
                Packet p = rtp(ssrc, sender.followingSequence(ssrc, random.nextInt(0x10000)), 20);
                sender.protect(p);
                wires.add(p.toByteArray());
                assertThat(receiver.unprotect(p)).isTrue();
            }
            assertThat(receiver.expired()).isPositive();
            wires.forEach(w -> assertThat(receiver.unprotect(Packet.copyOf(w))).isFalse());
        });
    }
}
