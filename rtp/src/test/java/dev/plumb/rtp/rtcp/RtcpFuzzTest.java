package dev.plumb.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;

/** No bytes make the parser throw; what it understood it writes so that it understands the same. */
class RtcpFuzzTest {
    @FuzzTest
    void neverThrows(byte[] bytes) {
        RtcpCompound first = RtcpCompound.parse(Packet.copyOf(bytes));
        Packet out = Packet.copyOf();
        for (RtcpPacket p : first.packets()) {
            if (!(p instanceof Remb)) {
                p.write(out);
            }
        }
        RtcpCompound second = RtcpCompound.parse(out);
        assertThat(second.skipped()).isZero();
    }
}
