package dev.plumb.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeReassembler;
import dev.plumb.testkit.Growth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that each fragment of a handshake message costs the same, however many fragments there are. */
class DtlsGrowthTest {
    private static final int N = 4000;

    /** A fragment with the bytes it arrived in. */
    private record Part(HandshakeFragment fragment, Packet content) {}

    private static Part part(int seq, int length, int from) {
        HandshakeFragment fragment = new HandshakeFragment(1, length, seq, from, 1);
        byte[] bytes = new byte[HandshakeFragment.HEADER_BYTES + 1];
        fragment.write(bytes, 0);
        return new Part(fragment, Packet.copyOf(bytes));
    }

    @Test
    void partsOfOneByteCostTheSame() {
        for (boolean shuffled : new boolean[] {false, true}) {
            Growth.check("parts" + (shuffled ? ", shuffled" : ""), N, n -> {
                List<Part> parts = new ArrayList<>();
                for (int i = 0; i < n; i++) {
                    parts.add(part(0, n + 1, i));
                }
                if (shuffled) {
                    Collections.shuffle(parts, new Random(n));
                }
                return take(parts);
            });
        }
    }

    @Test
    void partsThatContradictOneAnotherCostTheSame() {
        Growth.check("lengths", N, n -> {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                parts.add(part(i % HandshakeReassembler.AHEAD, HandshakeReassembler.MAX_MESSAGE_BYTES - i % 7, i));
            }
            return take(parts);
        });
    }

    private static Runnable take(List<Part> parts) {
        HandshakeReassembler reassembler = new HandshakeReassembler();
        return () -> {
            for (Part p : parts) {
                reassembler.add(p.fragment, p.content, 0);
                reassembler.poll();
            }
        };
    }
}
