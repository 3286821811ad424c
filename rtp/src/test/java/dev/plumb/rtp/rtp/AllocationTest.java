package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.testkit.SimClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a packet may cost in garbage. The JDK's AES-GCM takes most of what is left for the GCM profiles. */
class AllocationTest {
    private static final int WARM_UP = 4_000;
    private static final int MEASURED = 4_000;
    private static final long COUNTER_MODE_SEND_BUDGET_BYTES = 160;
    private static final long GCM_SEND_BUDGET_BYTES = 1_500;
    private static final long COUNTER_MODE_RECEIVE_BUDGET_BYTES = 800;

    private final PacketPool pool = new PacketPool();
    private final List<Packet> sent = new ArrayList<>(WARM_UP + MEASURED);
    private boolean keep;

    private RtpSession session(SrtpProfile profile, boolean client) {
        RtpSession session =
                new RtpSession(RtpSessionConfig.of("a"), this::take, pool, new Random(1), SimClock::wallNanosAt);
        session.keys(SrtpKeys.split(profile, new byte[SrtpKeys.exportedBytes(profile)], client), 1);
        return session;
    }

    private void take(Packet owned) {
        if (keep) {
            sent.add(owned);
        } else {
            owned.release();
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private long bytesPerPacketSent(SrtpProfile profile) {
        RtpSession session = session(profile, true);
        RtpSendStream stream = session.addSendStream(RtpPair.audio(1, "0"));
        byte[] frame = new byte[160];
        long now = 1_000_000_000L;
        long before = 0;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            before = i == WARM_UP ? allocated() : before;
            now += 20_000_000L;
            stream.sendFrame(frame, now, false, now);
        }
        return (allocated() - before) / MEASURED;
    }

    @Test
    void sendingStaysWithinItsBudget() {
        long counterMode = bytesPerPacketSent(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        long gcm = bytesPerPacketSent(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(counterMode)
                .as("bytes a packet sent in counter mode")
                .isLessThanOrEqualTo(COUNTER_MODE_SEND_BUDGET_BYTES);
        assertThat(gcm).as("bytes a packet sent with GCM").isLessThanOrEqualTo(GCM_SEND_BUDGET_BYTES);
    }

    @Test
    void receivingStaysWithinItsBudget() {
        SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        keep = true;
        RtpSession sender = session(profile, true);
        RtpSendStream stream = sender.addSendStream(RtpPair.audio(1, "0"));
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            long now = 1_000_000_000L + i * 20_000_000L;
            stream.sendFrame(new byte[160], now, false, now);
        }
        RtpSession receiver = session(profile, false);
        receiver.addReceiver(RtpPair.audioReceiver("0"), 1);
        long before = 0;
        int audio = 0;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            before = i == WARM_UP ? allocated() : before;
            receiver.receive(sent.get(i), 1_000_000_000L + i * 20_000_000L);
            for (RtpEvent e = receiver.pollEvent(); e != null; e = receiver.pollEvent()) {
                audio += e instanceof RtpEvent.AudioPacketReceived ? 1 : 0;
            }
        }
        long each = (allocated() - before) / MEASURED;
        assertThat(audio).isEqualTo(WARM_UP + MEASURED);
        assertThat(each).as("bytes an audio packet received").isLessThanOrEqualTo(COUNTER_MODE_RECEIVE_BUDGET_BYTES);
    }
}
