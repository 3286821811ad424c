package dev.plumb.rtp.jitter;

import dev.plumb.rtp.packet.SequenceUnwrapper;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A jitter buffer that evens out the arrival of one audio stream. The player calls {@link #pull} whenever it has less
 * than one packet's sound left to play (every 20 ms with packets of 20 ms), and plays the result. Single-threaded: the
 * player's thread calls everything.
 *
 * <p>The delay follows the jitter seen, within 20 to 500 ms. It grows by itself when a packet is late, because the late
 * packet is still played after the sound that concealed it. It shrinks by leaving out a packet now and then, and by
 * shortening packets ({@link #shorteningNanos}). Where half a second too much waits, it is left out at once. The same
 * steps compensate for clocks that drift apart.
 */
public final class AudioJitterBuffer {
    private static final int PACKETS_AT_MOST = 512;
    private static final long SEQUENCE_JUMP = 3000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long DEFAULT_PACKET_NANOS = 20_000_000L;
    private static final long SHORTEST_PACKET_NANOS = 2_500_000L;
    private static final long LONGEST_PACKET_NANOS = 120_000_000L;
    private static final long CONCEALED_AT_MOST_NANOS = 100_000_000L;
    private static final long DROP_INTERVAL_NANOS = 500_000_000L;
    private static final long SHORTENING_INTERVAL_NANOS = 100_000_000L;
    /** The interval where more than a packet too much waits, as after a cold start. */
    private static final long FAST_SHORTENING_INTERVAL_NANOS = 50_000_000L;

    /**
     * The excess delay that is left out at once. It waits when a queue of the network that has held sound back for long
     * empties. Removing it bit by bit would take many seconds, in which people talk over one another.
     */
    private static final long LEAP_NANOS = 500_000_000L;

    private static final double SMOOTHING = 1 / 16.0;

    private final TreeMap<Long, Waiting> packets = new TreeMap<>();
    private final PlayoutDelay delay = new PlayoutDelay();
    private SequenceUnwrapper sequences = SequenceUnwrapper.of16();
    private Timeline timeline = Timeline.NONE;
    private Timeline before = Timeline.NONE;
    private State state = new Filling();
    private long ssrc = -1;
    private long packetNanos = DEFAULT_PACKET_NANOS;
    private long deliveredNanos;
    private double smoothedSpanNanos;
    private long lastStretchNanos = Long.MIN_VALUE / 2;
    private long lastShorteningNanos = Long.MIN_VALUE / 2;
    private long lastDropNanos = Long.MIN_VALUE / 2;
    /** True if the application has asked for less delay and has too much still. It is shortened little by little. */
    private boolean isLowered;

    private long received;
    private long late;
    private long dropped;
    private long played;
    private long concealed;
    private long overflowed;
    private long waitedNanos;

    /** Creates an empty buffer. */
    public AudioJitterBuffer() {}

    /** A packet and where its sound is, in nanoseconds from the first one's. */
    private record Waiting(AudioPacket packet, long atNanos) {}

    /** The state of the buffer. */
    private sealed interface State {}

    /** The buffer waits for enough sound to begin. */
    private record Filling() implements State {}

    /**
     * It plays.
     *
     * @param nextSequence the next sequence number, unwrapped
     * @param nextNanos the position of the next sound
     * @param concealedNanos sound made up since the last packet
     * @param silent whether the sender has been silent since (a gap in time, not in sequence)
     */
    private record Playing(long nextSequence, long nextNanos, long concealedNanos, boolean silent) implements State {}

    /** Sets the least time for which packets wait, up to 4 s, or 0 for no longer than the network asks for. */
    public void wantedDelayNanos(long nanos) {
        isLowered |= nanos < delay.wantedNanos();
        delay.wanted(nanos);
    }

    /** Inserts a packet. A packet that arrives after its time to play is dropped. */
    public void insert(AudioPacket packet) {
        if (packet.ssrc() != ssrc || hasJumped(packet)) {
            restart(packet);
        }
        received++;
        long sequence = sequences.unwrap(packet.sequence());
        long atNanos = atNanos(packet, sequence);
        delay.observe(packet.arrivalNanos(), atNanos);
        if (state instanceof Playing playing && sequence < playing.nextSequence) {
            late++;
            return;
        }
        packets.putIfAbsent(sequence, new Waiting(packet, atNanos));
        measure(sequence, atNanos);
        if (packets.size() > PACKETS_AT_MOST) {
            packets.pollFirstEntry();
            overflowed++;
        }
    }

    private boolean hasJumped(AudioPacket packet) {
        if (received == 0) {
            return false;
        }
        long at = sequences.peek(packet.sequence());
        long reference =
                packets.isEmpty() ? state instanceof Playing playing ? playing.nextSequence : at : packets.lastKey();
        return Math.abs(at - reference) > SEQUENCE_JUMP;
    }

    private void restart(AudioPacket packet) {
        ssrc = packet.ssrc();
        packets.clear();
        sequences = SequenceUnwrapper.of16();
        timeline = Timeline.NONE;
        before = Timeline.NONE;
        delay.reset();
        state = new Filling();
    }

    /**
     * Returns the position of a packet's sound on the time line. A codec of another clock rate begins a time line of
     * its own, right after the packets before it. Packets that it overtook keep the time line of those before.
     */
    private long atNanos(AudioPacket packet, long sequence) {
        int rate = packet.clockRateHz();
        if (rate == before.clockRateHz && sequence < timeline.firstSequence) {
            return before.at(packet.rtpTimestamp());
        }
        if (rate != timeline.clockRateHz) {
            long start = timeline == Timeline.NONE
                    ? 0
                    : timeline.lastNanos + Math.max(1, sequence - timeline.lastSequence) * packetNanos;
            before = timeline;
            timeline = new Timeline(rate, sequence, packet.rtpTimestamp(), start);
        }
        long at = timeline.at(packet.rtpTimestamp());
        timeline.reached(sequence, at);
        return at;
    }

    /** Learns how long a packet is from neighbours in sequence. */
    private void measure(long sequence, long atNanos) {
        Waiting previous = packets.get(sequence - 1);
        if (previous == null) {
            return;
        }
        long nanos = atNanos - previous.atNanos;
        // packets shorter than 2.5 ms and longer than 120 ms do not exist; a longer distance is silence
        if (nanos >= SHORTEST_PACKET_NANOS && nanos <= LONGEST_PACKET_NANOS) {
            packetNanos = nanos;
        }
    }

    /** Returns the sound to play next. */
    public AudioPull pull(long nowNanos) {
        return switch (state) {
            case Filling f -> fill(nowNanos);
            case Playing playing -> play(playing, nowNanos);
        };
    }

    private AudioPull fill(long nowNanos) {
        Map.Entry<Long, Waiting> first = packets.firstEntry();
        if (first == null) {
            return new AudioPull.Empty();
        }
        boolean waited = nowNanos - first.getValue().packet.arrivalNanos() >= delay.targetNanos() - packetNanos;
        if (!waited && spanNanos(first.getValue().atNanos) < delay.targetNanos()) {
            return new AudioPull.Empty();
        }
        smoothedSpanNanos = delay.targetNanos();
        return deliver(first.getKey(), first.getValue(), nowNanos);
    }

    private AudioPull play(Playing now, long nowNanos) {
        Map.Entry<Long, Waiting> first = packets.firstEntry();
        if (first == null) {
            return underrun(now);
        }
        smoothedSpanNanos += (spanNanos(now.nextNanos) - smoothedSpanNanos) * SMOOTHING;
        long sequence = first.getKey();
        Waiting packet = first.getValue();
        if (sequence > now.nextSequence) {
            return overGap(now, sequence, packet, nowNanos);
        }
        if (now.silent || packet.atNanos > now.nextNanos + packetNanos) {
            return overSilence(now, sequence, packet, nowNanos);
        }
        double excess = smoothedSpanNanos - delay.targetNanos();
        isLowered &= excess > LEAP_NANOS;
        if (excess > LEAP_NANOS && !isLowered && packets.size() > 1) {
            return leap(nowNanos);
        }
        if (tooMuch(nowNanos) && packets.size() > 1) {
            lastDropNanos = nowNanos;
            smoothedSpanNanos -= packetNanos;
            dropped++;
            packets.pollFirstEntry();
            state = new Playing(sequence + 1, packet.atNanos + packetNanos, 0, false);
            return play((Playing) state, nowNanos);
        }
        if (tooLittle(nowNanos)) {
            lastStretchNanos = nowNanos;
            smoothedSpanNanos += packetNanos;
            return conceal(now, now.nextNanos);
        }
        return deliver(sequence, packet, nowNanos);
    }

    /** Continues with the packet that has as much sound behind it as should wait, and leaves out those before it. */
    private AudioPull leap(long nowNanos) {
        Map.Entry<Long, Waiting> first = packets.firstEntry();
        while (packets.size() > 1 && spanNanos(first.getValue().atNanos) > delay.targetNanos()) {
            packets.pollFirstEntry();
            dropped++;
            first = packets.firstEntry();
        }
        smoothedSpanNanos = spanNanos(first.getValue().atNanos);
        return deliver(first.getKey(), first.getValue(), nowNanos);
    }

    /**
     * Returns whether to stretch the sound for an application that wants more delay than there is. A piece is
     * synthesized every now and then until the delay is reached.
     */
    private boolean tooLittle(long nowNanos) {
        return delay.wantedNanos() > 0
                && delay.targetNanos() - smoothedSpanNanos > packetNanos
                && nowNanos - lastStretchNanos >= 4 * packetNanos;
    }

    /**
     * Handles an empty buffer: the packet is late or lost, or the sender fell silent. Concealment does not advance the
     * sequence, so a late packet still plays.
     */
    private AudioPull underrun(Playing now) {
        if (now.silent || now.concealedNanos >= CONCEALED_AT_MOST_NANOS) {
            state = new Playing(now.nextSequence, now.nextNanos, now.concealedNanos, true);
            return new AudioPull.Empty();
        }
        return conceal(now, now.nextNanos);
    }

    private AudioPull conceal(Playing now, long nextNanos) {
        return conceal(now, nextNanos, null);
    }

    private AudioPull conceal(Playing now, long nextNanos, @Nullable AudioPacket following) {
        state = new Playing(now.nextSequence, nextNanos, now.concealedNanos + packetNanos, false);
        concealed++;
        return new AudioPull.Lost(packetNanos, following);
    }

    /**
     * Handles packets that are missing before the first one present: conceals as much sound as they held, less the part
     * that was concealed already.
     */
    private AudioPull overGap(Playing now, long sequence, Waiting packet, long nowNanos) {
        long missingNanos = Math.min(packet.atNanos - now.nextNanos, (sequence - now.nextSequence) * packetNanos);
        boolean concealedEnough =
                now.silent || now.concealedNanos >= CONCEALED_AT_MOST_NANOS || now.concealedNanos >= missingNanos;
        if (concealedEnough && (!now.silent || isDue(packet, nowNanos))) {
            return deliver(sequence, packet, nowNanos);
        }
        boolean lastMissing = now.concealedNanos + packetNanos >= missingNanos;
        return now.silent ? new AudioPull.Empty() : conceal(now, now.nextNanos, lastMissing ? packet.packet : null);
    }

    /** Handles silence of the sender. The packet plays when it has waited as long as any other. */
    private AudioPull overSilence(Playing now, long sequence, Waiting packet, long nowNanos) {
        if (isDue(packet, nowNanos) || spanNanos(packet.atNanos) >= delay.targetNanos()) {
            smoothedSpanNanos = delay.targetNanos();
            return deliver(sequence, packet, nowNanos);
        }
        state = new Playing(now.nextSequence, now.nextNanos, now.concealedNanos, true);
        return new AudioPull.Empty();
    }

    private boolean isDue(Waiting waiting, long nowNanos) {
        return nowNanos - waiting.packet.arrivalNanos() >= delay.targetNanos() - packetNanos;
    }

    /**
     * Sets the duration of the packet pulled last, as its decoder reports it. A packet that follows it directly is not
     * after silence.
     */
    public void lasted(long nanos) {
        if (state instanceof Playing playing && nanos >= SHORTEST_PACKET_NANOS && nanos <= LONGEST_PACKET_NANOS) {
            packetNanos = nanos;
            state = new Playing(playing.nextSequence, deliveredNanos + nanos, playing.concealedNanos, playing.silent);
        }
    }

    private AudioPull deliver(long sequence, Waiting packet, long nowNanos) {
        packets.remove(sequence);
        deliveredNanos = packet.atNanos;
        state = new Playing(sequence + 1, packet.atNanos + packetNanos, 0, false);
        played++;
        waitedNanos += Math.max(0, nowNanos - packet.packet.arrivalNanos());
        return new AudioPull.Payload(packet.packet);
    }

    /**
     * Returns the duration that the player should leave out of the packet pulled last, because more sound waits than
     * necessary; usually 0. The player reports by {@link #shortened} the duration that it did leave out.
     */
    public long shorteningNanos(long nowNanos) {
        double excess = smoothedSpanNanos - delay.targetNanos();
        long intervalNanos = excess > packetNanos ? FAST_SHORTENING_INTERVAL_NANOS : SHORTENING_INTERVAL_NANOS;
        boolean wanted = state instanceof Playing
                && excess > packetNanos / 4.0
                && nowNanos - lastShorteningNanos >= intervalNanos;
        return wanted ? (long) Math.min(excess, packetNanos / 2.0) : 0;
    }

    /** Reports that a packet was played shorter by the given time. */
    public void shortened(long nanos, long nowNanos) {
        smoothedSpanNanos -= nanos;
        lastShorteningNanos = nowNanos;
    }

    private boolean tooMuch(long nowNanos) {
        double excess = smoothedSpanNanos - delay.targetNanos();
        long pause = excess > 5 * packetNanos ? 2 * packetNanos : DROP_INTERVAL_NANOS;
        return excess > 2 * packetNanos && nowNanos - lastDropNanos >= pause;
    }

    /** Returns the duration of the buffered sound from {@code fromNanos} on. */
    private long spanNanos(long fromNanos) {
        Map.Entry<Long, Waiting> last = packets.lastEntry();
        return last == null
                ? 0
                : Math.min(
                        last.getValue().atNanos - fromNanos + packetNanos, packets.size() * packetNanos + packetNanos);
    }

    /** The timestamps of one clock rate as nanoseconds. */
    private static final class Timeline {
        private static final Timeline NONE = new Timeline(0, Long.MIN_VALUE, 0, 0);

        private final SequenceUnwrapper timestamps = SequenceUnwrapper.of32();
        private final int clockRateHz;
        private final long firstSequence;
        private final long firstTicks;
        private final long startNanos;
        private long lastSequence;
        private long lastNanos;

        Timeline(int clockRateHz, long firstSequence, long firstTimestamp, long startNanos) {
            this.clockRateHz = clockRateHz;
            this.firstSequence = firstSequence;
            this.firstTicks = timestamps.unwrap(firstTimestamp);
            this.startNanos = startNanos;
            this.lastSequence = firstSequence;
            this.lastNanos = startNanos;
        }

        long at(long timestamp) {
            long ticks = timestamps.unwrap(timestamp) - firstTicks;
            return startNanos
                    + ticks / clockRateHz * NANOS_PER_SECOND
                    + ticks % clockRateHz * NANOS_PER_SECOND / clockRateHz;
        }

        void reached(long sequence, long atNanos) {
            if (sequence > lastSequence) {
                lastSequence = sequence;
                lastNanos = atNanos;
            }
        }
    }

    /** Returns the delay that a packet should have at present. */
    public long targetDelayNanos() {
        return delay.targetNanos();
    }

    /** Returns the duration of one packet, as far as it is known. */
    public long packetNanos() {
        return packetNanos;
    }

    /** Returns the counters so far. */
    public Stats stats() {
        return new Stats(received, late, dropped, overflowed, played, concealed, waitedNanos, delay.targetNanos());
    }

    /**
     * Counters since the beginning.
     *
     * @param received packets inserted
     * @param late packets that arrived after their time to play
     * @param dropped packets left out to shorten the delay
     * @param overflowed packets that found no room
     * @param played packets given to the player
     * @param concealed times that the player was told to conceal
     * @param waitedNanos the total time that the played packets waited
     * @param targetNanos the delay aimed at now
     */
    public record Stats(
            long received,
            long late,
            long dropped,
            long overflowed,
            long played,
            long concealed,
            long waitedNanos,
            long targetNanos) {}
}
