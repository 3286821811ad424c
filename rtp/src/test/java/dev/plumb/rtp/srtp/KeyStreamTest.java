package dev.plumb.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.testkit.Seeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that no index of an SSRC is used twice with one key. */
class KeyStreamTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;

    private static SrtpSender sender() {
        return new SrtpSender(PROFILE, new byte[PROFILE.keyBytes()], new byte[PROFILE.saltBytes()]);
    }

    private static Packet rtp(long ssrc, int sequence) {
        Packet p = Packet.copyOf(new byte[20]);
        return p.put8(0, 0x80).put8(1, 96).put16(2, sequence).put32(8, ssrc);
    }

    @Test
    void refusesEveryNumberThatWasUsed() {
        Seeds.forEach(20, seed -> {
            Random random = new Random(seed);
            SrtpSender sender = sender();
            Set<Long> used = new HashSet<>();
            IndexEstimate peer = new IndexEstimate();
            int at = random.nextInt(0x10000);
            int refused = 0;
            for (int i = 0; i < 20_000; i++) {
                int step = random.nextInt(10) == 0 ? random.nextInt(2500) - 1200 : random.nextInt(3);
                int sequence = at + step & 0xffff;
                Packet p = rtp(7, sequence);
                byte[] before = p.toByteArray();
                long index = peer.of(sequence);
                try {
                    sender.protect(p);
                    assertThat(used.add(index)).as("index %d is new", index).isTrue();
                    peer.accept(index);
                } catch (SrtpSendException e) {
                    refused++;
                    assertThat(p.toByteArray()).isEqualTo(before);
                }
                at = (int) (peer.highest() & 0xffff);
            }
            assertThat(used.size()).isGreaterThan(5_000);
            assertThat(refused).isPositive();
        });
    }

    @Test
    void sendsWhatWasOvertakenOnce() {
        SrtpSender sender = sender();
        for (int sequence : new int[] {100, 105, 102, 99, 104, 106}) {
            sender.protect(rtp(7, sequence));
        }
        for (int sequence : new int[] {99, 100, 102, 104, 105, 106}) {
            assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> sender.protect(rtp(7, sequence)));
        }
        sender.protect(rtp(7, 103));
        assertThat(sender.followingSequence(7, -1)).isEqualTo(107);
    }

    @Test
    void remembersHowFarEverySourceCameInBoundedMemory() {
        SrtpSender sender = sender();
        for (int ssrc = 0; ssrc < SrtpSender.SSRCS_AT_MOST; ssrc++) {
            sender.protect(rtp(ssrc, 5));
            sender.protect(rtp(ssrc, 9));
        }
        assertThatExceptionOfType(SrtpSendException.class)
                .isThrownBy(() -> sender.protect(rtp(SrtpSender.SSRCS_AT_MOST, 5)))
                .withMessageContaining("new DTLS transport");
        for (int ssrc = 0; ssrc < SrtpSender.SSRCS_AT_MOST; ssrc += 1000) {
            int of = ssrc;
            assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> sender.protect(rtp(of, 5)));
            assertThatExceptionOfType(SrtpSendException.class).isThrownBy(() -> sender.protect(rtp(of, 9)));
            sender.protect(rtp(of, 10));
        }
    }

    @Test
    void goesOnWhereAStreamStopped() {
        SrtpSender sender = sender();
        assertThat(sender.nextSequence(7, 40_000)).isEqualTo(40_000);
        sender.protect(rtp(7, 0xffff));
        assertThat(sender.followingSequence(7, 40_000)).isZero();
        assertThat(sender.nextSequence(7, 40_000)).isZero();
        assertThat(sender.nextSequence(7, 20)).isEqualTo(20);
    }
}
