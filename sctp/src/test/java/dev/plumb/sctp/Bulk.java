package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimEngineDriver;
import dev.plumb.testkit.SimLink;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** A sender that always has more, on a path of any kind, and a receiver that looks at every message. */
final class Bulk {
    private static final long BUFFERED_BYTES = 8 << 20;
    private static final int PATTERN_BYTES = 1 << 20;

    final SimClock clock = new SimClock();
    final SimLink there;
    final SimLink back;
    private final SimEngineDriver<SctpAssociation, SctpEvent> sender;
    private final SimEngineDriver<SctpAssociation, SctpEvent> receiver;
    private final byte[] pattern = new byte[PATTERN_BYTES];
    private final int messageBytes;
    private long sent;
    private long received;
    private long lastArrivalNanos;
    private long longestGapNanos;

    Bulk(long seed, SctpConfig config, LinkConditions conditions, int messageBytes) {
        this.messageBytes = messageBytes;
        new Random(seed).nextBytes(pattern);
        there = new SimLink(clock, new Random(seed * 4 + 2), conditions);
        back = new SimLink(clock, new Random(seed * 4 + 4), conditions);
        sender = end(config, there, seed * 4 + 1);
        receiver = end(config, back, seed * 4 + 3);
        SimEngineDriver.connect(sender, receiver);
        sender.onEvent(this::ofSender);
        receiver.onEvent(this::ofReceiver);
        sender.call((e, now) -> e.connect(now));
        receiver.call((e, now) -> e.connect(now));
        assertThat(clock.runUntil(
                        () -> sender.engine().state() instanceof SctpState.Established
                                && receiver.engine().state() instanceof SctpState.Established,
                        Duration.ofMinutes(2)))
                .isTrue();
        sender.call((e, now) -> e.bufferedAmountLowThreshold(1, BUFFERED_BYTES / 2));
        lastArrivalNanos = clock.nowNanos();
        fill();
    }

    private SimEngineDriver<SctpAssociation, SctpEvent> end(SctpConfig config, SimLink out, long seed) {
        return new SimEngineDriver<>(
                clock, out, below -> new SctpAssociation(config, below.sink(), below.pool(), new Random(seed)));
    }

    private void ofSender(SctpEvent event) {
        if (event instanceof SctpEvent.BufferedAmountLow) {
            fill();
        }
        assertThat(sender.engine().state()).isNotInstanceOf(SctpState.Closed.class);
    }

    private void fill() {
        while (sender.engine().bufferedBytes() + messageBytes <= BUFFERED_BYTES) {
            byte[] message = message(sent++);
            sender.call((e, now) -> e.send(1, 53, message, SendOptions.RELIABLE, now));
        }
    }

    private byte[] message(long number) {
        byte[] message = new byte[messageBytes];
        System.arraycopy(pattern, patternAt(number), message, 0, messageBytes);
        BigEndian.put64(message, 0, number);
        return message;
    }

    private int patternAt(long number) {
        return (int) (number * 7919 % (PATTERN_BYTES - messageBytes));
    }

    private void ofReceiver(SctpEvent event) {
        if (event instanceof SctpEvent.MessageReceived m) {
            assertThat(BigEndian.i64(m.payload(), 0))
                    .as("each message once, in order")
                    .isEqualTo(received);
            int at = patternAt(received) + 8;
            assertThat(Arrays.equals(m.payload(), 8, messageBytes, pattern, at, at + messageBytes - 8))
                    .as("no byte of a message changed")
                    .isTrue();
            received++;
            longestGapNanos = Math.max(longestGapNanos, clock.nowNanos() - lastArrivalNanos);
            lastArrivalNanos = clock.nowNanos();
        }
    }

    /** Runs, and gives what arrived in that time in bits a second of payload. */
    double runBps(Duration time) {
        long before = received;
        longestGapNanos = 0;
        lastArrivalNanos = clock.nowNanos();
        clock.runFor(time);
        longestGapNanos = Math.max(longestGapNanos, clock.nowNanos() - lastArrivalNanos);
        return (received - before) * messageBytes * 8 / (time.toNanos() / 1e9);
    }

    /** The longest time without a message in the last run. */
    Duration longestGap() {
        return Duration.ofNanos(longestGapNanos);
    }

    /** The sender's datagrams go another way from now on. */
    void pathChanged() {
        sender.call((e, now) -> e.pathChanged(now));
    }

    SctpAssociation sctp() {
        return sender.engine();
    }
}
