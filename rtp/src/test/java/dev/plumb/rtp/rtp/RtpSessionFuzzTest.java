package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.testkit.SimClock;
import java.util.Arrays;
import java.util.Random;

/** No authentic plaintext makes a session throw, and it leaks no packet. */
class RtpSessionFuzzTest {
    private static final int PACKETS_AT_MOST = 300;

    /**
     * Feeds packets: each behind a byte whose top bit tells RTCP, whose other bits tell how many milliseconds pass before, and a
     * byte that tells its length.
     */
    @FuzzTest
    void neverThrows(byte[] bytes) {
        PacketPool pool = new PacketPool();
        RtpSession session = new RtpSession(
                RtpSessionConfig.of("fuzz"), Packet::release, pool, new Random(1), SimClock::wallNanosAt);
        SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        long now = 1_000_000_000L;
        session.keys(SrtpKeys.split(profile, new byte[SrtpKeys.exportedBytes(profile)], true), now);
        session.addReceiver(RtpPair.audioReceiver("0"), now);
        session.addReceiver(RtpPair.videoReceiver("1", true), now);
        RtpSendStream sent =
                session.addSendStream(RtpPair.video(0x01010101L, "1").withRtx(0x02020202L, 97));
        sent.sendFrame(RtpPair.frame(1, true, 3000), now, false, now);
        int at = 0;
        for (int i = 0; i < PACKETS_AT_MOST && at + 2 <= bytes.length; i++) {
            now += (bytes[at] & 0x7f) * 1_000_000L;
            boolean rtcp = bytes[at] < 0;
            int to = Math.min(bytes.length, at + 2 + (bytes[at + 1] & 0xff));
            byte[] datagram = Arrays.copyOfRange(bytes, at + 2, to);
            session.receivePlain(Packet.copyOf(datagram), rtcp, now);
            session.receive(Packet.copyOf(datagram), now);
            if (session.deadlineNanos() <= now) {
                session.timeout(now);
            }
            drain(session);
            at = to;
        }
        session.stats();
        session.close();
        assertThat(pool.outstanding()).isZero();
    }

    private static void drain(RtpSession session) {
        RtpEvent event = session.pollEvent();
        while (event != null) {
            event = session.pollEvent();
        }
    }
}
