package dev.plumb.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** No payloads make a depacketizer throw, no frames a packetizer. */
class DepacketizerFuzzTest {
    /** Cuts the input into payloads, each behind a byte that tells its length. */
    private static List<byte[]> payloads(byte[] bytes) {
        List<byte[]> all = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(bytes.length, at + 1 + (bytes[at] & 0xff));
            all.add(Arrays.copyOfRange(bytes, at + 1, to));
            at = to;
        }
        return all;
    }

    @FuzzTest
    void depacketizersNeverThrow(byte[] bytes) {
        List<byte[]> payloads = payloads(bytes);
        for (PayloadFormat format : PayloadFormat.values()) {
            Depacketizer d = format.depacketizer();
            payloads.forEach(d::beginsKeyFrame);
            d.depacketize(payloads);
        }
    }

    @FuzzTest
    void packetizersNeverThrow(byte[] bytes) {
        for (PayloadFormat format : PayloadFormat.values()) {
            format.packetizer().packetize(bytes, 100, new PayloadSink() {
                @Override
                public Packet begin() {
                    return Packet.copyOf();
                }

                @Override
                public void end(boolean lastOfFrame) {}
            });
        }
    }
}
