package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;

/** No bytes make the parser throw; what it read it can write. */
class SctpPacketFuzzTest {
    @FuzzTest
    void neverThrows(byte[] bytes) {
        SctpPacket packet = SctpPacket.parse(Packet.copyOf(bytes));
        if (packet != null) {
            for (SctpChunk chunk : packet.chunks()) {
                assertThat(chunk.toString()).isNotEmpty();
                chunk.write(new byte[chunk.byteLength() + 4], 0);
            }
        }
    }
}
