package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a message and a packet may cost in garbage beyond the bytes that the application gets, both ends and acknowledgements counted. */
class SctpAllocationTest {
    private static final int WARM_UP = 8_000;
    private static final int MEASURED = 8_000;
    private static final long SMALL_MESSAGE_BUDGET_BYTES = 850;
    private static final long PACKET_BUDGET_BYTES = 600;

    private final PacketPool pool = new PacketPool();
    private final ArrayDeque<Packet> toB = new ArrayDeque<>();
    private final ArrayDeque<Packet> toA = new ArrayDeque<>();
    private final SctpAssociation a = new SctpAssociation(SctpConfig.DEFAULT, toB::add, pool, new Random(1));
    private final SctpAssociation b = new SctpAssociation(SctpConfig.DEFAULT, toA::add, pool, new Random(2));
    private long now = 1_000_000_000L;
    private int received;

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private void exchange() {
        while (!toA.isEmpty() || !toB.isEmpty()) {
            now += 100_000;
            deliver(toB, b);
            deliver(toA, a);
        }
    }

    private void deliver(ArrayDeque<Packet> packets, SctpAssociation to) {
        for (Packet p = packets.poll(); p != null; p = packets.poll()) {
            to.receive(p, now);
            p.release();
            for (SctpEvent e = to.pollEvent(); e != null; e = to.pollEvent()) {
                received += e instanceof SctpEvent.MessageReceived ? 1 : 0;
            }
        }
        to.timeout(now);
    }

    private long bytesAllocatedAMessage(int messageBytes) {
        a.connect(now);
        exchange();
        byte[] message = new byte[messageBytes];
        long before = 0;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            before = i == WARM_UP ? allocated() : before;
            a.send(1, 53, message, SendOptions.RELIABLE, now);
            exchange();
        }
        long each = (allocated() - before) / MEASURED;
        assertThat(received).isGreaterThanOrEqualTo(WARM_UP + MEASURED - 1);
        return each;
    }

    @Test
    void smallMessageStaysWithinItsBudget() {
        assertThat(bytesAllocatedAMessage(100) - 100).isLessThan(SMALL_MESSAGE_BUDGET_BYTES);
    }

    @Test
    void eachPacketOfALargeMessageStaysWithinItsBudget() {
        int packets = 56;
        long each = bytesAllocatedAMessage(packets * 1_368);
        // each byte is held twice on its way: as a fragment, and as the message
        assertThat((each - 2L * packets * 1_368) / packets).isLessThan(PACKET_BUDGET_BYTES);
    }
}
