package dev.plumb.rtp.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.packet.RtpHeaderWriter;
import org.junit.jupiter.api.Test;

class RepairTest {
    private static final long MILLI_AS_NANOS = 1_000_000;

    @Test
    void asksAgainByRoundTripTimeAndGivesUp() {
        NackList list = new NackList();
        list.rtt(80 * MILLI_AS_NANOS);
        list.arrived(65_530, 0);
        list.arrived(65_540, 0);
        assertThat(list.size()).isEqualTo(9);
        assertThat(list.poll(0)).isEmpty();
        assertThat(list.poll(5 * MILLI_AS_NANOS)).containsExactly(65_531, 65_532, 65_533, 65_534, 65_535, 0, 1, 2, 3);
        assertThat(list.deadlineNanos()).isEqualTo(105 * MILLI_AS_NANOS);
        assertThat(list.arrived(65_531, 60 * MILLI_AS_NANOS)).isEqualTo(55 * MILLI_AS_NANOS);
        assertThat(list.arrived(65_531, 60 * MILLI_AS_NANOS)).isEqualTo(-1);
        long now = 5 * MILLI_AS_NANOS;
        int requests = 1;
        while (list.size() > 0) {
            now = list.deadlineNanos();
            requests += list.poll(now).length > 0 ? 1 : 0;
        }
        assertThat(requests).isEqualTo(NackList.REQUESTS_AT_MOST);
        assertThat(list.givenUp()).isEqualTo(8);
        assertThat(list.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasOvertakenIsNotAskedFor() {
        NackList list = new NackList();
        list.arrived(10, 0);
        list.arrived(12, 0);
        list.arrived(11, 3 * MILLI_AS_NANOS);
        assertThat(list.poll(10 * MILLI_AS_NANOS)).isEmpty();
    }

    @Test
    void aHugeGapStaysBounded() {
        NackList list = new NackList();
        list.arrived(10, 0);
        list.arrived(30_000, 0);
        assertThat(list.size()).isEqualTo(NackList.MISSING_AT_MOST);
        list.forgetBefore(29_990);
        assertThat(list.poll(5 * MILLI_AS_NANOS)).hasSize(10);
    }

    @Test
    void retransmissionComesBackAsTheOriginal() {
        Packet original = Packet.copyOf();
        RtpHeaderWriter.layout(100).with(1, new byte[] {'m'}).build().write(original, 96, 500, 1234, true);
        original.append(new byte[] {1, 2, 3}, 0, 3);
        RtpHeaderWriter rtx =
                RtpHeaderWriter.layout(101).with(1, new byte[] {'m'}).build();
        Packet out = Packet.copyOf();
        RtpHeader header = new RtpHeader();
        assertThat(Rtx.encapsulate(original, out, rtx, 97, 7, header)).isTrue();
        assertThat(header.parse(out)).isTrue();
        assertThat(header.sequence()).isEqualTo(7);
        assertThat(header.payloadType()).isEqualTo(97);
        assertThat(header.payload()).containsExactly(1, 244, 1, 2, 3);
        assertThat(Rtx.decapsulate(out, header, 100, 96)).isTrue();
        assertThat(out.toByteArray()).isEqualTo(original.toByteArray());
    }

    @Test
    void probesCarryNothing() {
        RtpHeader header = new RtpHeader();
        Packet probe = Packet.copyOf();
        RtpHeaderWriter.layout(101).build().write(probe, 97, 7, 0, false);
        probe.put8(0, 0xa0);
        probe.append(new byte[100], 0, 100);
        probe.put8(111, 100);
        assertThat(header.parse(probe)).isTrue();
        assertThat(header.payloadBytes()).isZero();
        assertThat(Rtx.decapsulate(probe, header, 100, 96)).isFalse();
    }

    @Test
    void historyKeepsTheLastPacketsAndPausesBetweenResends() {
        PacketPool pool = new PacketPool();
        SendHistory history = new SendHistory(pool, 16);
        for (int i = 65_530; i < 65_560; i++) {
            history.put(i & 0xffff, Packet.copyOf((byte) i), 0);
        }
        assertThat(history.resend(65_535, 10, 100)).isNull();
        assertThat(history.resend(20, 10, 100)).isNotNull();
        assertThat(history.resend(20, 10, 105)).isNull();
        assertThat(history.resend(20, 10, 111)).isNotNull();
        assertThat(pool.outstanding()).isEqualTo(16);
        history.close();
        history.close();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void keyFramesAreAskedForEverMoreSeldom() {
        KeyFrameRequests requests = new KeyFrameRequests();
        int asked = 0;
        for (long t = 0; t < 60_000; t += 10) {
            asked += requests.ask(t * MILLI_AS_NANOS, 50 * MILLI_AS_NANOS) ? 1 : 0;
        }
        assertThat(asked).isBetween(12, 18);
        requests.satisfied();
        assertThat(requests.ask(70_000 * MILLI_AS_NANOS, 50 * MILLI_AS_NANOS)).isTrue();
        assertThat(requests.nextNanos()).isEqualTo(70_300 * MILLI_AS_NANOS);
    }

    @Test
    void keyFrameRequestsBeginAnewAfterOneWasSatisfied() {
        KeyFrameRequests requests = new KeyFrameRequests();
        long now = 1000 * MILLI_AS_NANOS;
        for (int i = 0; i < 6; i++) {
            assertThat(requests.ask(now, 0)).isTrue();
            assertThat(requests.isRepeated()).isEqualTo(i > 0);
            now = requests.nextNanos();
        }
        now -= 4000 * MILLI_AS_NANOS;
        requests.satisfied();
        assertThat(requests.ask(now, 0)).as("a new need is told at once").isTrue();
        assertThat(requests.isRepeated()).isFalse();
        assertThat(requests.nextNanos() - now).isEqualTo(300 * MILLI_AS_NANOS);
        requests.satisfied();
        assertThat(requests.ask(now + MILLI_AS_NANOS, 0))
                .as("but not in a flood")
                .isFalse();
    }

    @Test
    void keyFramesAreAskedForSoonerOnceThePathLosesNothing() {
        KeyFrameRequests requests = new KeyFrameRequests();
        long now = 1000 * MILLI_AS_NANOS;
        for (int i = 0; i < 6; i++) {
            assertThat(requests.ask(now, 0)).isTrue();
            now = requests.nextNanos();
        }
        long asked = now - 5000 * MILLI_AS_NANOS;
        requests.pathIsGood();
        assertThat(requests.nextNanos()).isEqualTo(asked + 1000 * MILLI_AS_NANOS);
    }
}
