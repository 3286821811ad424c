package dev.plumb.sctp;

import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.UserData;
import dev.plumb.sctp.rx.DataTracker;
import dev.plumb.sctp.rx.ReassemblyQueue;
import dev.plumb.testkit.Growth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a chunk costs no more because others are waiting for fragments, for their order or behind a gap. */
class SctpGrowthTest {
    private static final int N = 3000;
    private static final long FIRST = 1000;

    /** A named sequence of chunks that a peer may send, for any number of chunks. */
    record Flight(String name, boolean interleaved, Make make) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Make {
        UserData at(int i, int n);
    }

    private static DataChunk data(long tsn, int stream, int ssn, boolean unordered, boolean begin, boolean end) {
        return new DataChunk(tsn, stream, ssn & 0xffff, 51, false, unordered, begin, end, new byte[4], 0, 4);
    }

    private static IDataChunk interleaved(
            long tsn, int stream, long message, long fragment, boolean begin, boolean end) {
        return new IDataChunk(tsn, stream, message, 51, fragment, false, false, begin, end, new byte[4], 0, 4);
    }

    static Stream<Flight> flights() {
        return Stream.of(
                new Flight("one message without end", false, (i, n) -> data(FIRST + i, 0, 0, false, i == 0, false)),
                new Flight(
                        "one message, the last first",
                        false,
                        (i, n) -> data(FIRST + n - 1 - i, 0, 0, false, i == n - 1, i == 0)),
                new Flight(
                        "every message without its end",
                        false,
                        (i, n) -> data(FIRST + 2L * i, 0, i, true, true, false)),
                new Flight(
                        "all behind one that is missing",
                        false,
                        (i, n) -> data(FIRST + 1 + i, 0, i + 1, false, true, true)),
                new Flight(
                        "each on a stream of its own, early",
                        false,
                        (i, n) -> data(FIRST + 1 + i, i, 1, false, true, true)),
                new Flight(
                        "the last message first",
                        false,
                        (i, n) -> data(FIRST + n - 1 - i, 0, n - 1 - i, false, true, true)),
                new Flight(
                        "interleaved messages, none with a beginning",
                        true,
                        (i, n) -> interleaved(FIRST + i, 0, i, 1, false, false)),
                new Flight(
                        "one interleaved message, the last fragment first",
                        true,
                        (i, n) -> interleaved(FIRST + i, 0, 0, n - 1 - i, i == n - 1, i == 0)));
    }

    @ParameterizedTest
    @MethodSource("flights")
    void whatWaitsCostsTheSameAChunk(Flight flight) {
        Growth.check(flight.name(), N, n -> {
            List<UserData> chunks = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                chunks.add(flight.make().at(i, n));
            }
            return take(chunks, flight.interleaved());
        });
    }

    @ParameterizedTest
    @MethodSource("flights")
    void soItDoesInAnyOrder(Flight flight) {
        Growth.check(flight.name() + ", shuffled", N, n -> {
            List<UserData> chunks = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                chunks.add(flight.make().at(i, n));
            }
            Collections.shuffle(chunks, new Random(n));
            return take(chunks, flight.interleaved());
        });
    }

    private static Runnable take(List<UserData> chunks, boolean interleaved) {
        DataTracker tracker = new DataTracker(FIRST);
        ReassemblyQueue queue = new ReassemblyQueue(interleaved, message -> {});
        return () -> {
            for (UserData chunk : chunks) {
                if (!tracker.contains(chunk.tsn()) && tracker.hasRoomFor(chunk.tsn())) {
                    tracker.arrived(chunk.tsn());
                    queue.add(chunk.tsn(), chunk);
                }
            }
        };
    }
}
