package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimEngineDriver;
import dev.plumb.testkit.SimLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/** Two associations on a simulated link, and what each of them reported. */
public final class SctpPair {
    /** One end. */
    public static final class End {
        public final SimEngineDriver<SctpAssociation, SctpEvent> driver;
        public final SimLink out;
        public final List<SctpEvent> events = new ArrayList<>();
        public final List<SctpEvent.MessageReceived> messages = new ArrayList<>();

        End(SimEngineDriver<SctpAssociation, SctpEvent> driver, SimLink out) {
            this.driver = driver;
            this.out = out;
            driver.onEvent(this::take);
        }

        void take(SctpEvent event) {
            if (event instanceof SctpEvent.MessageReceived m) {
                messages.add(m);
            } else {
                events.add(event);
            }
        }

        public SctpAssociation sctp() {
            return driver.engine();
        }

        public SctpState state() {
            return sctp().state();
        }

        public boolean isEstablished() {
            return state() instanceof SctpState.Established;
        }

        void connect() {
            driver.call((e, now) -> e.connect(now));
        }

        void send(int streamId, byte[] payload, SendOptions options) {
            driver.call((e, now) -> e.send(streamId, 53, payload, options, now));
        }

        <E extends SctpEvent> List<E> eventsOf(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        SctpState.Closed closed() {
            assertThat(state()).isInstanceOf(SctpState.Closed.class);
            return (SctpState.Closed) state();
        }
    }

    public final SimClock clock = new SimClock();
    public final End a;
    public final End b;
    /** Packets on their way, each way: false drops one. */
    BiPredicate<Boolean, SctpPacket> passes = (fromA, packet) -> true;

    /** Sees each packet as it is on the wire. */
    BiConsumer<Boolean, byte[]> onWire = (fromA, bytes) -> {};

    /** The TSN that a began with, which numbers its first request too. */
    long initialTsnOfA;

    final List<String> log = new ArrayList<>();

    public SctpPair(long seed, SctpConfig configA, SctpConfig configB, LinkConditions conditions) {
        a = end(configA, new Random(seed * 4 + 1), new SimLink(clock, new Random(seed * 4 + 2), conditions), true);
        b = end(configB, new Random(seed * 4 + 3), new SimLink(clock, new Random(seed * 4 + 4), conditions), false);
        SimEngineDriver.connect(a.driver, b.driver);
    }

    SctpPair(long seed) {
        this(seed, SctpConfig.DEFAULT, SctpConfig.DEFAULT, LinkConditions.PERFECT);
    }

    private End end(SctpConfig config, Random random, SimLink link, boolean isA) {
        return new End(
                new SimEngineDriver<>(
                        clock,
                        link,
                        below -> new SctpAssociation(
                                config,
                                owned -> {
                                    SctpPacket packet = SctpPacket.parse(owned);
                                    assertThat(packet).isNotNull();
                                    assertThat(owned.length()).isLessThanOrEqualTo(config.maxMtuBytes());
                                    InitChunk init = packet.find(InitChunk.class);
                                    if (isA && init != null) {
                                        initialTsnOfA = init.fields().initialTsn();
                                    }
                                    onWire.accept(isA, owned.toByteArray());
                                    log.add((isA ? "A " : "B ") + packet.chunks());
                                    if (passes.test(isA, packet)) {
                                        below.sink().send(owned);
                                    } else {
                                        owned.release();
                                    }
                                },
                                below.pool(),
                                random)),
                link);
    }

    SctpPair connected() {
        a.connect();
        b.connect();
        assertThat(clock.runUntil(() -> a.isEstablished() && b.isEstablished(), Duration.ofMinutes(2)))
                .isTrue();
        return this;
    }

    /** One whose b takes nothing off its window by itself, and whose a has so many messages of 10,000 bytes for it. */
    static SctpPair withSlowReader(int windowBytes, int messages, LinkConditions conditions) {
        SctpConfig slow = SctpConfig.DEFAULT.withReceiveWindowBytes(windowBytes).withManualConsume(true);
        SctpPair pair = new SctpPair(5, SctpConfig.DEFAULT, slow, conditions).connected();
        for (int i = 0; i < messages; i++) {
            pair.a.send(0, payload(i, 10_000), SendOptions.RELIABLE);
        }
        return pair;
    }

    boolean run(BooleanSupplier until) {
        return clock.runUntil(until, Duration.ofMinutes(30));
    }

    /** Drops each packet once for which {@code which} holds, the first {@code times} of them. */
    void drop(int times, BiPredicate<Boolean, SctpPacket> which) {
        int[] left = {times};
        passes = (fromA, packet) -> {
            if (left[0] > 0 && which.test(fromA, packet)) {
                left[0]--;
                return false;
            }
            return true;
        };
    }

    /** Ends it; all packets are back where they came from. */
    void closeAndCheck() {
        passes = (fromA, packet) -> true;
        a.driver.call((e, now) -> e.abort("done", now));
        b.driver.call((e, now) -> e.abort("done", now));
        clock.runFor(Duration.ofMinutes(2));
        assertThat(a.driver.pool().outstanding()).isZero();
        assertThat(b.driver.pool().outstanding()).isZero();
        assertThat(a.sctp().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(b.sctp().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(a.sctp().bufferedBytes()).isZero();
    }

    /** A payload that says which message it is and is checked by {@link #numberOf}. */
    static byte[] payload(int number, int length) {
        byte[] bytes = new byte[Math.max(4, length)];
        new Random(number).nextBytes(bytes);
        BigEndian.put32(bytes, 0, number);
        return bytes;
    }

    static int numberOf(byte[] payload) {
        int number = BigEndian.i32(payload, 0);
        assertThat(payload).isEqualTo(payload(number, payload.length));
        return number;
    }

    static byte[] packet(long tag, SctpChunk... chunks) {
        List<byte[]> sent = new ArrayList<>();
        SctpCounters counters = new SctpCounters();
        PacketWriter writer = new PacketWriter(
                SctpConfig.DEFAULT, owned -> sent.add(owned.toByteArray()), new PacketPool(), counters);
        writer.peerTag(tag);
        for (SctpChunk chunk : chunks) {
            writer.add(chunk);
        }
        writer.flush();
        return sent.getFirst();
    }

    /** The tag that packets to an end bear. */
    long tagOf(End end) {
        long[] tag = {0};
        BiPredicate<Boolean, SctpPacket> before = passes;
        passes = (fromA, packet) -> {
            tag[0] = packet.verificationTag();
            return before.test(fromA, packet);
        };
        End other = end == a ? b : a;
        int last = ((SctpState.Established) other.state()).outgoingStreams() - 1;
        other.send(Math.min(65_000, last), new byte[] {1}, SendOptions.RELIABLE);
        passes = before;
        clock.runFor(Duration.ofSeconds(2));
        return tag[0];
    }

    /** Makes tag, ports and checksum right. */
    static byte[] fixedUp(byte[] bytes, long tag) {
        Packet packet = Packet.copyOf(bytes.length < 12 ? Arrays.copyOf(bytes, 12) : bytes);
        packet.put16(0, 5000).put16(2, 5000).put32(4, tag);
        SctpPacket.writeChecksum(packet);
        return packet.toByteArray();
    }
}
