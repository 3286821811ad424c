package dev.plumb.rtp.jitter;

import dev.plumb.rtp.packet.SequenceUnwrapper;
import java.util.Map;
import java.util.TreeMap;

/**
 * Evens out the arrival of one audio stream. The player calls {@link #pull} whenever it has less than one packet's sound left to
 * play (every 20 ms with packets of 20 ms), and plays what it gets. Single-threaded: the player's thread calls everything.
 *
 * <p>The delay follows the jitter seen, {@code 20..500} ms: it grows by itself when a packet is late, because what is concealed
 * meanwhile is played all the same; it shrinks by leaving out a packet now and then. The same two moves make up for clocks that
 * run apart.
 */
public final class AudioJitterBuffer {
    private static final int PACKETS_AT_MOST = 256;
    private static final long SEQUENCE_JUMP = 3000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long DEFAULT_PACKET_NANOS = 20_000_000L;
    private static final long LONGEST_PACKET_NANOS = 120_000_000L;
    private static final long CONCEALED_AT_MOST_NANOS = 100_000_000L;
    private static final long DROP_INTERVAL_NANOS = 500_000_000L;
    private static final double SMOOTHING = 1 / 16.0;

    private final TreeMap<Long, AudioPacket> packets = new TreeMap<>();
    private final PlayoutDelay delay = new PlayoutDelay();
    private SequenceUnwrapper sequences = SequenceUnwrapper.of16();
    private SequenceUnwrapper timestamps = SequenceUnwrapper.of32();
    private State state = new Filling();
    private long ssrc = -1;
    private int clockRateHz = 1;
    private long packetNanos = DEFAULT_PACKET_NANOS;
    private double smoothedSpanNanos;
    private long lastDropNanos = Long.MIN_VALUE / 2;

    private long received;
    private long late;
    private long dropped;
    private long played;
    private long concealed;
    private long overflowed;
    private long waitedNanos;

    /** An empty buffer. */
    public AudioJitterBuffer() {}

    /** What it does at the moment. */
    private sealed interface State {}

    /** It waits until enough is there to begin. */
    private record Filling() implements State {}

    /**
     * It plays.
     *
     * @param nextSequence what comes next, unwrapped
     * @param nextTimestamp where the sound is that comes next, unwrapped
     * @param concealedNanos sound made up since the last packet
     * @param silent whether the sender has said nothing since (a gap in time, not in sequence)
     */
    private record Playing(long nextSequence, long nextTimestamp, long concealedNanos, boolean silent)
            implements State {}

    /** Takes in a packet; one that comes after its turn is dropped. */
    public void insert(AudioPacket packet) {
        if (packet.ssrc() != ssrc || packet.clockRateHz() != clockRateHz || hasJumped(packet)) {
            restart(packet);
        }
        received++;
        long sequence = sequences.unwrap(packet.sequence());
        long timestamp = timestamps.unwrap(packet.rtpTimestamp());
        delay.observe(packet.arrivalNanos(), nanos(timestamp));
        if (state instanceof Playing playing && sequence < playing.nextSequence) {
            late++;
            return;
        }
        packets.putIfAbsent(sequence, packet);
        measure(sequence, timestamp);
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
        clockRateHz = packet.clockRateHz();
        packets.clear();
        sequences = SequenceUnwrapper.of16();
        timestamps = SequenceUnwrapper.of32();
        delay.reset();
        state = new Filling();
    }

    /** Learns how long a packet is from neighbours in sequence. */
    private void measure(long sequence, long timestamp) {
        AudioPacket before = packets.get(sequence - 1);
        if (before == null) {
            return;
        }
        long nanos = nanos(timestamp - timestamps.peek(before.rtpTimestamp()));
        // packets shorter than 2.5 ms and longer than 120 ms do not exist; a longer distance is silence
        if (nanos >= 2_500_000L && nanos <= LONGEST_PACKET_NANOS) {
            packetNanos = nanos;
        }
    }

    /** What to play next. */
    public AudioPull pull(long nowNanos) {
        return switch (state) {
            case Filling f -> fill(nowNanos);
            case Playing playing -> play(playing, nowNanos);
        };
    }

    private AudioPull fill(long nowNanos) {
        Map.Entry<Long, AudioPacket> first = packets.firstEntry();
        if (first == null) {
            return new AudioPull.Empty();
        }
        boolean waited = nowNanos - first.getValue().arrivalNanos() >= delay.targetNanos() - packetNanos;
        if (!waited && spanNanos(timestamp(first.getValue())) < delay.targetNanos()) {
            return new AudioPull.Empty();
        }
        smoothedSpanNanos = delay.targetNanos();
        return deliver(first.getKey(), first.getValue(), nowNanos);
    }

    private AudioPull play(Playing now, long nowNanos) {
        Map.Entry<Long, AudioPacket> first = packets.firstEntry();
        if (first == null) {
            return underrun(now);
        }
        smoothedSpanNanos += (spanNanos(now.nextTimestamp) - smoothedSpanNanos) * SMOOTHING;
        long sequence = first.getKey();
        AudioPacket packet = first.getValue();
        if (sequence > now.nextSequence) {
            return overGap(now, sequence, packet, nowNanos);
        }
        if (now.silent || timestamp(packet) > now.nextTimestamp + ticks(packetNanos)) {
            return overSilence(now, sequence, packet, nowNanos);
        }
        if (tooMuch(nowNanos) && packets.size() > 1) {
            lastDropNanos = nowNanos;
            smoothedSpanNanos -= packetNanos;
            dropped++;
            packets.pollFirstEntry();
            state = new Playing(sequence + 1, timestamp(packet) + ticks(packetNanos), 0, false);
            return play((Playing) state, nowNanos);
        }
        return deliver(sequence, packet, nowNanos);
    }

    /** Nothing there: late, lost, or the sender fell silent. Concealing does not move on, so a late packet still plays. */
    private AudioPull underrun(Playing now) {
        if (now.silent || now.concealedNanos >= CONCEALED_AT_MOST_NANOS) {
            state = new Playing(now.nextSequence, now.nextTimestamp, now.concealedNanos, true);
            return new AudioPull.Empty();
        }
        return conceal(now, now.nextTimestamp);
    }

    private AudioPull conceal(Playing now, long nextTimestamp) {
        state = new Playing(now.nextSequence, nextTimestamp, now.concealedNanos + packetNanos, false);
        concealed++;
        return new AudioPull.Lost(packetNanos);
    }

    /** Packets are missing before the first that is here: conceal as long as they were, less what was concealed already. */
    private AudioPull overGap(Playing now, long sequence, AudioPacket packet, long nowNanos) {
        long missingNanos =
                Math.min(nanos(timestamp(packet) - now.nextTimestamp), (sequence - now.nextSequence) * packetNanos);
        boolean concealedEnough =
                now.silent || now.concealedNanos >= CONCEALED_AT_MOST_NANOS || now.concealedNanos >= missingNanos;
        if (concealedEnough && (!now.silent || isDue(packet, nowNanos))) {
            return deliver(sequence, packet, nowNanos);
        }
        return now.silent ? new AudioPull.Empty() : conceal(now, now.nextTimestamp);
    }

    /** The sender was silent: the packet plays when it has waited as long as any other. */
    private AudioPull overSilence(Playing now, long sequence, AudioPacket packet, long nowNanos) {
        if (isDue(packet, nowNanos) || spanNanos(timestamp(packet)) >= delay.targetNanos()) {
            smoothedSpanNanos = delay.targetNanos();
            return deliver(sequence, packet, nowNanos);
        }
        state = new Playing(now.nextSequence, now.nextTimestamp, now.concealedNanos, true);
        return new AudioPull.Empty();
    }

    private boolean isDue(AudioPacket packet, long nowNanos) {
        return nowNanos - packet.arrivalNanos() >= delay.targetNanos() - packetNanos;
    }

    private AudioPull deliver(long sequence, AudioPacket packet, long nowNanos) {
        packets.remove(sequence);
        state = new Playing(sequence + 1, timestamp(packet) + ticks(packetNanos), 0, false);
        played++;
        waitedNanos += Math.max(0, nowNanos - packet.arrivalNanos());
        return new AudioPull.Payload(packet);
    }

    private boolean tooMuch(long nowNanos) {
        double excess = smoothedSpanNanos - delay.targetNanos();
        long pause = excess > 5 * packetNanos ? 2 * packetNanos : DROP_INTERVAL_NANOS;
        return excess > 2 * packetNanos && nowNanos - lastDropNanos >= pause;
    }

    /** How much sound is here from {@code fromTimestamp} on. */
    private long spanNanos(long fromTimestamp) {
        Map.Entry<Long, AudioPacket> last = packets.lastEntry();
        return last == null
                ? 0
                : Math.min(
                        nanos(timestamp(last.getValue()) - fromTimestamp) + packetNanos,
                        packets.size() * packetNanos + packetNanos);
    }

    private long timestamp(AudioPacket packet) {
        return timestamps.peek(packet.rtpTimestamp());
    }

    private long nanos(long ticks) {
        return ticks / clockRateHz * NANOS_PER_SECOND + ticks % clockRateHz * NANOS_PER_SECOND / clockRateHz;
    }

    private long ticks(long nanos) {
        return nanos * clockRateHz / NANOS_PER_SECOND;
    }

    /** How long a packet should wait at present. */
    public long targetDelayNanos() {
        return delay.targetNanos();
    }

    /** How long one packet's sound is, as far as is known. */
    public long packetNanos() {
        return packetNanos;
    }

    /** What happened so far. */
    public Stats stats() {
        return new Stats(received, late, dropped, overflowed, played, concealed, waitedNanos, delay.targetNanos());
    }

    /**
     * Counters since the beginning.
     *
     * @param received packets inserted
     * @param late packets that came after their turn
     * @param dropped packets left out to shorten the delay
     * @param overflowed packets that found no room
     * @param played packets given to the player
     * @param concealed times that the player was told to conceal
     * @param waitedNanos how long the played ones waited, together
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
