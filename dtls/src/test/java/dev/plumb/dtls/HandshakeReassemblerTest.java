package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeReassembler;
import dev.plumb.dtls.message.MessagePiece;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeReassemblerTest {
    private final HandshakeReassembler reassembler = new HandshakeReassembler();

    private HandshakeReassembler.Outcome add(int seq, byte[] body, int from, int count) {
        return add(new HandshakeFragment(1, body.length, seq, from, count), body);
    }

    private HandshakeReassembler.Outcome add(HandshakeFragment fragment, byte[] body) {
        byte[] bytes = new byte[HandshakeFragment.HEADER_BYTES + fragment.fragmentLength()];
        fragment.write(bytes, 0);
        System.arraycopy(
                body, fragment.fragmentOffset(), bytes, HandshakeFragment.HEADER_BYTES, fragment.fragmentLength());
        Packet packet = Packet.copyOf(bytes);
        HandshakeFragment parsed = HandshakeFragment.parse(packet, 0);
        assertThat(parsed).isEqualTo(fragment);
        return reassembler.add(parsed, packet, 0);
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        return body;
    }

    @Test
    void putsOverlappingPartsTogetherInAnyOrder() {
        byte[] body = body(1400);
        add(0, body, 900, 500);
        add(0, body, 300, 700);
        assertThat(reassembler.poll()).isNull();
        add(0, body, 300, 700);
        add(0, body, 0, 301);
        assertThat(reassembler.poll().body()).isEqualTo(body);
        assertThat(add(0, body, 0, 10)).isEqualTo(HandshakeReassembler.Outcome.OLD);
    }

    @Test
    void handsOutInOrder() {
        add(1, body(20), 0, 20);
        add(2, body(0), 0, 0);
        assertThat(reassembler.poll()).isNull();
        add(0, body(10), 0, 10);
        assertThat(reassembler.poll().messageSeq()).isZero();
        assertThat(reassembler.poll().messageSeq()).isEqualTo(1);
        assertThat(reassembler.poll().body()).isEmpty();
        assertThat(reassembler.poll()).isNull();
    }

    @Test
    void refusesWhatIsTooFarOrTooLong() {
        assertThat(add(HandshakeReassembler.AHEAD, body(1), 0, 1)).isEqualTo(HandshakeReassembler.Outcome.REFUSED);
        assertThat(add(0, body(HandshakeReassembler.MAX_MESSAGE_BYTES + 1), 0, 1))
                .isEqualTo(HandshakeReassembler.Outcome.REFUSED);
    }

    @Test
    void aForgedPartDoesNotLockOutTheMessage() {
        byte[] body = body(100);
        add(new HandshakeFragment(9, 50, 0, 0, 20), body);
        add(0, body, 0, 60);
        add(0, body, 50, 50);
        assertThat(reassembler.poll().body()).isEqualTo(body);
    }

    @Test
    void partsOutsideTheirMessageAreMalformed() {
        byte[] bytes = new byte[20];
        new HandshakeFragment(1, 10, 0, 5, 8).write(bytes, 0);
        assertThat(HandshakeFragment.parse(Packet.copyOf(bytes), 0)).isNull();
        new HandshakeFragment(1, 10, 0, 0, 9).write(bytes, 0);
        assertThat(HandshakeFragment.parse(Packet.copyOf(bytes), 0)).isNull();
        assertThat(HandshakeFragment.parse(Packet.copyOf(Arrays.copyOf(bytes, 11)), 0))
                .isNull();
    }

    /** An unauthenticated peer decides where its bytes belong: none of them may cost the memory of a whole message. */
    @Test
    void aByteFarIntoAMessageTakesLittleMemory() {
        byte[] body = body(HandshakeReassembler.MAX_MESSAGE_BYTES);
        byte[] other = body.clone();
        for (int i = 0; i < other.length; i++) {
            other[i]++;
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        add(0, body, body.length - 1, 1);
        int parts = 1000;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < parts; i++) {
            add(0, i % 2 == 0 ? other : body, body.length - 1 - i % 16, 1);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes / parts).isLessThan(3 * MessagePiece.BYTES);
    }
}
