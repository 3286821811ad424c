package dev.plumb.sctp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.BigEndian;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.testkit.LinkConditions;
import java.time.Duration;

/** No peer makes an established association throw, stall the clock or leak a packet. Tag, ports and checksum are made right. */
class SctpAssociationFuzzTest {
    @FuzzTest
    void survivesAnyPeer(byte[] input) {
        survives(input, SctpConfig.DEFAULT);
        survives(input, SctpConfig.DEFAULT.withInterleaving(false));
    }

    private static void survives(byte[] input, SctpConfig config) {
        SctpPair pair = new SctpPair(1, config, config, LinkConditions.PERFECT).connected();
        long tag = pair.tagOf(pair.b);
        pair.b.send(1, new byte[5000], SendOptions.RELIABLE);
        pair.b.send(2, new byte[5000], SendOptions.UNORDERED.withMaxRetransmits(0));
        // Packets in the input: two bytes of length, then chunks.
        int at = 0;
        while (at + 2 <= input.length) {
            int length = Math.min(BigEndian.u16(input, at) & 0x7ff, input.length - at - 2);
            byte[] packet = new byte[12 + length];
            System.arraycopy(input, at + 2, packet, 12, length);
            pair.b.driver.inject(SctpPair.fixedUp(packet, isInit(packet) ? 0 : tag));
            pair.clock.runFor(Duration.ofMillis(input[at] & 0xff));
            at += 2 + length;
        }
        pair.clock.runFor(Duration.ofSeconds(30));
        pair.closeAndCheck();
    }

    private static boolean isInit(byte[] packet) {
        return packet.length > 12 && packet[12] == InitChunk.TYPE;
    }
}
