package dev.plumb.rtp.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;

/** No bytes make the header's view throw. */
class RtpHeaderFuzzTest {
    @FuzzTest
    void neverThrows(byte[] bytes) {
        RtpHeader h = new RtpHeader();
        Packet p = Packet.copyOf(bytes);
        RtpHeader.isRtcp(p);
        if (h.parse(p)) {
            for (int id = 0; id < 256; id++) {
                h.text(id);
                h.unsigned8(id);
                h.unsigned16(id);
                h.put24(id, id);
            }
            for (int i = 0; i < h.csrcCount(); i++) {
                h.csrc(i);
            }
            h.payload();
        }
    }
}
