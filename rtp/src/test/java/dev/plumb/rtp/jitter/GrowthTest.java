package dev.plumb.rtp.jitter;

import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.rtp.repair.NackList;
import dev.plumb.testkit.Growth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a packet costs no more because others are waiting in a receive buffer. */
class GrowthTest {
    private static final int N = PacketBuffer.CAPACITY / 2 - 20;
    private static final long FIRST = 65_536;

    private static VideoPacket vp8(long sequence, long timestamp, boolean marker, boolean first, boolean key) {
        byte[] payload = new byte[24];
        payload[0] = (byte) (first ? 0x10 : 0);
        payload[1] = (byte) (key ? 0x10 : 0x11);
        return new VideoPacket(sequence, timestamp, marker, 96, PayloadFormat.VP8, payload, 0);
    }

    private static VideoPacket h264(long sequence, long timestamp, boolean marker) {
        byte[] payload = new byte[24];
        payload[0] = 0x65;
        payload[1] = (byte) 0x88;
        return new VideoPacket(sequence, timestamp, marker, 102, PayloadFormat.H264, payload, 0);
    }

    /** A named sequence of packets. */
    record Flight(String name, int n, IntFunction<List<VideoPacket>> packets) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Make {
        VideoPacket at(int i, int n);
    }

    private static Flight flight(String name, Make make) {
        return flight(name, N, make);
    }

    private static Flight flight(String name, int atLeast, Make make) {
        return new Flight(name, atLeast, n -> {
            List<VideoPacket> all = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                all.add(make.at(i, n));
            }
            return all;
        });
    }

    static Stream<Flight> flights() {
        return Stream.of(
                flight("each begins a key frame, none ends", (i, n) -> vp8(FIRST + i, 7, false, true, true)),
                flight("each begins a key frame of its own", (i, n) -> vp8(FIRST + i, i, false, true, true)),
                flight("each is a broken key frame", (i, n) -> vp8(FIRST + i, i, true, true, true)),
                flight(
                        "each begins a key frame, the last comes first",
                        (i, n) -> vp8(FIRST + n - i, 7, i == 0, true, true)),
                flight("each is a slice, the last comes first", (i, n) -> h264(FIRST + n - i, 7, i == 0)),
                flight("each is a slice of one picture without end", (i, n) -> h264(FIRST + i, 7, false)),
                flight("one frame that does not end", (i, n) -> vp8(FIRST + i, 7, false, i == 0, true)),
                flight("every second is missing", N / 2, (i, n) -> vp8(FIRST + 2L * i, i, true, true, true)),
                flight(
                        "padding",
                        (i, n) -> new VideoPacket(FIRST + i, 7, false, 96, PayloadFormat.VP8, new byte[0], 0)),
                flight(
                        "padding between beginnings",
                        (i, n) -> i % 2 == 0
                                ? vp8(FIRST + i, 7, false, true, true)
                                : new VideoPacket(FIRST + i, i, false, 96, PayloadFormat.VP8, new byte[0], 0)),
                flight(
                        "frames that depend on one that is missing",
                        (i, n) -> vp8(FIRST + i + (i == 0 ? 0 : 1), i, true, true, i == 0)),
                new Flight("frames of eight, shuffled", N, n -> {
                    List<VideoPacket> all = new ArrayList<>();
                    for (int i = 0; i < n; i++) {
                        all.add(vp8(FIRST + i, i / 8, i % 8 == 7, i % 8 == 0, true));
                    }
                    Collections.shuffle(all, new Random(n));
                    return all;
                }));
    }

    @ParameterizedTest
    @MethodSource("flights")
    void aFrameBufferCostsTheSameAPacket(Flight flight) {
        Growth.check(flight.name(), flight.n(), n -> {
            List<VideoPacket> packets = flight.packets().apply(n);
            FrameBuffer buffer = new FrameBuffer();
            return () -> {
                long now = 0;
                for (VideoPacket p : packets) {
                    buffer.insert(p, now);
                    while (buffer.poll(now) != null) {
                        // discards the frames
                    }
                    buffer.asksForKeyFrame(now);
                    buffer.deadlineNanos(now);
                    now += 300_000;
                }
            };
        });
    }

    @Test
    void aListOfMissingPacketsCostsTheSameAPacket() {
        Growth.check("every second is missing", 240, n -> {
            NackList list = new NackList();
            return () -> {
                for (int i = 0; i < n; i++) {
                    list.arrived(FIRST + 2L * i, i * 100_000L);
                    if (list.deadlineNanos() <= i * 100_000L) {
                        list.poll(i * 100_000L);
                    }
                }
            };
        });
        Growth.check("leaps", 5000, n -> {
            NackList list = new NackList();
            return () -> {
                for (int i = 0; i < n; i++) {
                    list.arrived(FIRST + 501L * i, i * 100_000L);
                    if (list.deadlineNanos() <= i * 100_000L) {
                        list.poll(i * 100_000L);
                    }
                }
            };
        });
    }

    @Test
    void soundThatWaitsCostsTheSameAPacket() {
        for (boolean backwards : new boolean[] {false, true}) {
            Growth.check("sound" + (backwards ? ", the last first" : ""), 250, n -> {
                AudioJitterBuffer buffer = new AudioJitterBuffer();
                return () -> {
                    for (int i = 0; i < n; i++) {
                        int at = 1000 + (backwards ? n - i : i);
                        buffer.insert(AudioJitterBufferTest.packet(at, 0, i * 1_000_000L));
                        buffer.pull(0);
                    }
                };
            });
        }
    }
}
