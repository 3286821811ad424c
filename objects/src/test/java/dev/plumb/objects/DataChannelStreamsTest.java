package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.objects.streams.DataChannelInputStream;
import dev.plumb.objects.streams.DataChannelOutputStream;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Streams of bytes on channels: threads that block, on simulated time. */
class DataChannelStreamsTest {
    private static final RTCDataChannelParameters FILE = RTCDataChannelParameters.of("file");
    private static final LinkConditions POOR = LinkConditions.PERFECT
            .withDelay(Duration.ofMillis(10))
            .withJitter(Duration.ofMillis(5))
            .withLoss(0.01);

    private static <T> CompletableFuture<T> started(Callable<T> blocking) {
        CompletableFuture<T> result = new CompletableFuture<>();
        start(blocking, result);
        return result;
    }

    private static <T> void start(Callable<T> blocking, CompletableFuture<T> result) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(blocking.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
    }

    /** Lets time pass until another thread is done. */
    private static <T> T awaited(SimAgents s, CompletableFuture<T> result) {
        while (!result.isDone()) {
            s.clock.runFor(Duration.ofMillis(1));
        }
        return result.join();
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void bytesWrittenOnOneSideAreReadOnTheOtherUntilTheEnd() {
        Seeds.forEach(5, seed -> {
            SimAgents s = new SimAgents(seed).plumbed().started();
            CompletableFuture<byte[]> read = new CompletableFuture<>();
            s.sctpB.onDataChannel(c -> {
                DataChannelInputStream in = new DataChannelInputStream(c);
                start(in::readAllBytes, read);
            });
            // not open yet: the writer waits for that, too
            DataChannelOutputStream out = new DataChannelOutputStream(s.a.dataChannel(s.sctpA, FILE));
            s.hostA.conditions(POOR);
            byte[] sent = random(5_000_000, seed);
            CompletableFuture<Long> written = started(() -> {
                Random pieces = new Random(seed);
                int at = 0;
                while (at < sent.length) {
                    int length = Math.min(sent.length - at, pieces.nextInt(60_000));
                    switch (pieces.nextInt(3)) {
                        case 0 -> out.write(sent, at, length);
                        case 1 -> out.write(ByteBuffer.wrap(sent, at, length));
                        default -> {
                            length = Math.min(length, 1);
                            for (int i = 0; i < length; i++) {
                                out.write(sent[at + i]);
                            }
                            out.flush();
                        }
                    }
                    at += length;
                }
                out.close();
                return out.sentBytes();
            });
            assertThat(awaited(s, written)).isEqualTo(sent.length);
            assertThat(Arrays.equals(awaited(s, read), sent)).isTrue();
            assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
        });
    }

    @Test
    void aReaderThatStopsHoldsTheWriterBackAndThenAllComes() throws Exception {
        SimAgents s = new SimAgents(1);
        s.b.sctpOptions(RTCSctpOptions.DEFAULT.withReceiveWindowBytes(500_000));
        s.plumbed().started();
        RTCDataChannel[] pair = s.openChannel(FILE);
        DataChannelInputStream in = new DataChannelInputStream(pair[1]);
        DataChannelOutputStream out = new DataChannelOutputStream(pair[0]);
        byte[] sent = random(20_000_000, 1);
        CompletableFuture<Boolean> written = started(() -> {
            out.write(sent);
            out.close();
            return true;
        });
        // the writer is a thread of the real world, and may be late
        while (in.available() < 450_000 || pair[0].bufferedAmount() < 500_000) {
            s.clock.runFor(Duration.ofMillis(1));
        }
        s.clock.runFor(Duration.ofMinutes(1));
        assertThat(in.available()).isBetween(450_000, 500_000 + DataChannelOutputStream.DEFAULT_MESSAGE_BYTES);
        assertThat(pair[0].bufferedAmount()).isLessThanOrEqualTo((1L << 20) + 16_384);
        assertThat(out.sentBytes()).isLessThan(700_000);
        assertThat(written).isNotDone();
        byte[] read = awaited(s, started(in::readAllBytes));
        assertThat(Arrays.equals(read, sent)).isTrue();
        assertThat(in.readBytes()).isEqualTo(sent.length);
        assertThat(awaited(s, written)).isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aLostAssociationThrowsInWhoeverWaits() {
        SimAgents s = new SimAgents(2).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(FILE);
        RTCDataChannel[] other = s.openChannel(FILE);
        DataChannelInputStream in = new DataChannelInputStream(other[0]);
        DataChannelOutputStream out = new DataChannelOutputStream(pair[0]);
        CompletableFuture<Integer> read = started(in::read);
        CompletableFuture<Boolean> written = started(() -> {
            out.write(new byte[5_000_000]);
            out.close();
            return true;
        });
        s.hostB.conditions(LinkConditions.PERFECT.withLoss(1));
        assertThatThrownBy(() -> awaited(s, written))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("file");
        assertThatThrownBy(() -> awaited(s, read)).hasCauseInstanceOf(IOException.class);
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aPeerThatGoesInTheMiddleIsAnErrorAndNotTheEndOfTheStream() throws Exception {
        for (boolean itIsThePeer : new boolean[] {true, false}) {
            SimAgents s = new SimAgents(3).plumbed().started();
            RTCDataChannel[] pair = s.openChannel(FILE);
            DataChannelInputStream in = new DataChannelInputStream(pair[1]);
            pair[0].send(new byte[1_000]);
            s.clock.runFor(Duration.ofSeconds(1));
            (itIsThePeer ? s.sctpA : s.sctpB).stop();
            s.clock.runFor(Duration.ofSeconds(1));
            // what came before is read first
            assertThat(in.readNBytes(1_000)).hasSize(1_000);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
            assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
        }
    }

    @Test
    void aReaderThatClosesEndsTheWriterAndFreesTheWindow() throws Exception {
        SimAgents s = new SimAgents(4);
        s.b.sctpOptions(RTCSctpOptions.DEFAULT.withReceiveWindowBytes(300_000));
        s.plumbed().started();
        RTCDataChannel[] pair = s.openChannel(FILE);
        RTCDataChannel[] other = s.openChannel(RTCDataChannelParameters.of("other"));
        DataChannelInputStream in = new DataChannelInputStream(pair[1]);
        DataChannelOutputStream out = new DataChannelOutputStream(pair[0]);
        CompletableFuture<Boolean> written = started(() -> {
            out.write(new byte[50_000_000]);
            return true;
        });
        while (in.available() < 250_000) {
            s.clock.runFor(Duration.ofMillis(1));
        }
        in.close();
        assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> awaited(s, written)).hasCauseInstanceOf(IOException.class);
        long[] got = {0};
        other[1].onMessage(m -> got[0] += m.windowBytes());
        for (int i = 0; i < 10; i++) {
            other[0].send(new byte[100_000]);
        }
        assertThat(s.clock.runUntil(() -> got[0] == 1_000_000, Duration.ofMinutes(1)))
                .isTrue();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void onTheLoopWhatWouldWaitThrowsAtOnceAndTheRestWorks() throws Exception {
        SimAgents s = new SimAgents(5).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(FILE);
        DataChannelInputStream in = new DataChannelInputStream(pair[1]);
        DataChannelOutputStream out = new DataChannelOutputStream(pair[0], 10);
        assertThatThrownBy(in::read).hasMessageContaining("InvalidStateError");
        out.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
        s.clock.runFor(Duration.ofSeconds(1));
        assertThat(in.available()).as("whole messages").isEqualTo(10);
        out.close();
        out.close();
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClosedChannelException.class);
        s.clock.runFor(Duration.ofSeconds(1));
        assertThat(in.read(ByteBuffer.allocate(4))).isEqualTo(4);
        assertThat(in.readAllBytes()).containsExactly(5, 6, 7, 8, 9, 10, 11);
        assertThat(in.read()).isEqualTo(-1);
        assertThatThrownBy(() -> new DataChannelOutputStream(pair[0], 0)).hasMessageContaining("RangeError");
        RTCDataChannel lossy = s.openChannel(FILE.withMaxRetransmits(1))[0];
        assertThatThrownBy(() -> new DataChannelOutputStream(lossy)).hasMessageContaining("InvalidAccessError");
        RTCDataChannel[] full = s.openChannel(FILE);
        DataChannelOutputStream much = new DataChannelOutputStream(full[0]);
        assertThatThrownBy(() -> much.write(new byte[20_000_000])).hasMessageContaining("InvalidStateError");
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void anEmptyStreamHasAnEndToo() {
        for (boolean onLoop : new boolean[] {true, false}) {
            SimAgents s = new SimAgents(7).plumbed().started();
            CompletableFuture<byte[]> read = new CompletableFuture<>();
            s.sctpB.onDataChannel(c -> start(new DataChannelInputStream(c)::readAllBytes, read));
            DataChannelOutputStream out = new DataChannelOutputStream(s.a.dataChannel(s.sctpA, FILE));
            Callable<Boolean> close = () -> {
                out.close();
                return true;
            };
            if (onLoop) {
                s.clock.after(0, () -> assertThat(out).satisfies(DataChannelOutputStream::close));
            } else {
                assertThat(awaited(s, started(close))).isTrue();
            }
            assertThat(awaited(s, read)).isEmpty();
            assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
        }
    }

    @Test
    void manySmallMessagesAndTextsAreOneStream() throws Exception {
        SimAgents s = new SimAgents(6).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(FILE);
        DataChannelInputStream in = new DataChannelInputStream(pair[1]);
        for (int i = 0; i < 20_000; i++) {
            pair[0].send(new byte[] {(byte) i});
            pair[0].send(i % 2 == 0 ? "" : "ä");
        }
        pair[0].close();
        s.clock.runFor(Duration.ofSeconds(10));
        assertThat(in.available()).isEqualTo(20_000 + 20_000);
        byte[] all = in.readAllBytes();
        int at = 0;
        for (int i = 0; i < 20_000; i++) {
            assertThat(all[at++]).isEqualTo((byte) i);
            at += i % 2 == 0 ? 0 : 2;
        }
        assertThat(pair[1].unconsumedBytes()).isZero();
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
