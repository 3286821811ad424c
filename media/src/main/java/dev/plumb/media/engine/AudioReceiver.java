package dev.plumb.media.engine;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.rtp.jitter.AudioJitterBuffer;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.AudioPull;
import dev.plumb.rtp.jitter.EncodedFrame;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of sound: puts packets in order, waits as long as the network's jitter asks for, decodes,
 * conceals, and delivers at the pace at which the sound is to be heard. Lives on a worker.
 */
public final class AudioReceiver implements AutoCloseable {
    private static final long IDLE_NANOS = 10_000_000L;

    private final Loop worker;
    private final IntFunction<@Nullable AudioDecoder> decoders;
    private final AudioSink sink;
    private final Consumer<AudioPacket> played;
    private final Isolation isolation = new Isolation("dev.plumb.media", "playing");
    private final AudioJitterBuffer buffer = new AudioJitterBuffer();
    private int payloadType = -1;
    private @Nullable AudioDecoder decoder;
    private Loop.@Nullable Timer timer;
    private boolean ticking;
    private volatile boolean closed;
    private volatile AudioJitterBuffer.Stats stats = buffer.stats();
    private final LongAdder samplesPlayed = new LongAdder();
    private final LongAdder samplesConcealed = new LongAdder();
    private final LongAdder concealments = new LongAdder();
    private final LongAdder packetsRecovered = new LongAdder();
    private final DoubleAdder totalEnergy = new DoubleAdder();
    private final DoubleAdder totalSeconds = new DoubleAdder();
    private volatile double level;
    private final DoubleAdder delaySampleSeconds = new DoubleAdder();
    private final DoubleAdder targetSampleSeconds = new DoubleAdder();
    private final LongAdder samplesDecoded = new LongAdder();
    private volatile long lastCaptureWallNanos = EncodedFrame.UNKNOWN;
    private volatile long lastPlayedNanos;
    private final LongAdder samplesMissed = new LongAdder();
    private final LongAdder samplesRemoved = new LongAdder();
    private final Shortening shortening = new Shortening();
    private @Nullable AudioPacket lastPacket;
    private long lastPacketNanos;
    private long emptyNanos;
    private int lastRateHz;

    /**
     * Creates a receiver.
     *
     * @param decoders makes the decoder of a payload type; null for one that is not known
     * @param played hears, on the worker, of each packet as it is played
     * @param sink takes the sound, on the worker, stamped with the time at which it is played
     */
    public AudioReceiver(
            Loop worker, IntFunction<@Nullable AudioDecoder> decoders, Consumer<AudioPacket> played, AudioSink sink) {
        this.played = played;
        this.worker = worker;
        this.decoders = decoders;
        this.sink = sink;
    }

    /** Sets the least time for which sound waits before it is played. May be called on any thread. */
    public void wantedDelayNanos(long nanos) {
        if (!closed) {
            worker.execute(() -> buffer.wantedDelayNanos(nanos));
        }
    }

    /** Accepts a packet, on any thread and in any order. */
    public void accept(AudioPacket packet) {
        if (closed) {
            return;
        }
        try {
            worker.execute(() -> {
                if (!closed) {
                    buffer.insert(packet);
                    if (!ticking) {
                        ticking = true;
                        tick(worker.nowNanos());
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            // the worker is being ended, with nobody left to hear the packet
            closed = true;
        }
    }

    private void tick(long dueNanos) {
        if (closed) {
            return;
        }
        // where this thread was held up for long, time that has gone by is not played after
        long at = Math.max(dueNanos, worker.nowNanos() - 5 * IDLE_NANOS);
        if (at > dueNanos && emptyNanos == 0) {
            missed(at - dueNanos);
        }
        long next = at + playGuarded(at);
        stats = buffer.stats();
        timer = worker.schedule(next, () -> tick(next));
    }

    /** Plays a piece. A piece that fails does not end the playout. */
    private long playGuarded(long atNanos) {
        try {
            return play(atNanos);
        } catch (Throwable e) { // errors as well: without its timer, nothing would ever be played again
            isolation.failed(e);
            closeDecoder();
            payloadType = -1;
            return IDLE_NANOS;
        }
    }

    /** Plays one piece; returns how long it lasts. */
    private long play(long atNanos) {
        return switch (buffer.pull(atNanos)) {
            case AudioPull.Payload p -> decode(p.packet(), atNanos);
            case AudioPull.Lost lost -> conceal(lost, atNanos);
            case AudioPull.Empty e -> {
                emptyNanos += lastPacket == null ? 0 : IDLE_NANOS;
                yield IDLE_NANOS;
            }
        };
    }

    private long decode(AudioPacket packet, long atNanos) {
        if (packet.payloadType() != payloadType) {
            closeDecoder();
            payloadType = packet.payloadType();
            decoder = decoders.apply(payloadType);
        }
        AudioDecoder d = decoder;
        if (d == null) {
            return IDLE_NANOS;
        }
        resumed(packet);
        played.accept(packet);
        AudioFrame decoded = d.decode(packet.payload(), atNanos);
        buffer.lasted(decoded.durationNanos());
        AudioFrame shorter = shortened(decoded, atNanos);
        int samples = shorter.samplesPerChannel();
        samplesDecoded.add(samples);
        delaySampleSeconds.add(samples * Math.max(0, atNanos - packet.arrivalNanos()) / 1e9);
        targetSampleSeconds.add(samples * (buffer.targetDelayNanos() / 1e9));
        lastCaptureWallNanos = packet.captureWallNanos();
        lastPlayedNanos = atNanos;
        lastPacket = packet;
        lastPacketNanos = decoded.durationNanos();
        return deliver(shorter);
    }

    private AudioFrame shortened(AudioFrame decoded, long atNanos) {
        long nanos = buffer.shorteningNanos(atNanos);
        AudioFrame shorter = nanos == 0 ? decoded : shortening.shorten(decoded, nanos);
        int removed = decoded.samplesPerChannel() - shorter.samplesPerChannel();
        if (removed > 0) {
            samplesRemoved.add(removed);
            buffer.shortened(decoded.durationNanos() - shorter.durationNanos(), atNanos);
        }
        return shorter;
    }

    /**
     * Counts the sound that was missed when sound resumes after the buffer was empty. Time that the sender left out on
     * purpose, as its timestamps show, does not count.
     */
    private void resumed(AudioPacket packet) {
        AudioPacket before = lastPacket;
        if (emptyNanos > 0
                && before != null
                && before.ssrc() == packet.ssrc()
                && before.clockRateHz() == packet.clockRateHz()) {
            long ticks = packet.rtpTimestamp() - before.rtpTimestamp() & 0xffff_ffffL;
            long packets = (long) packet.sequence() - before.sequence() & 0xffff;
            long leftOut = ticks * 1_000_000_000L / packet.clockRateHz() - packets * lastPacketNanos;
            missed(emptyNanos - Math.max(0, leftOut));
        }
        emptyNanos = 0;
    }

    /** Counts time that passed in silence although sound was due. */
    private void missed(long nanos) {
        long samples = nanos <= 0 ? 0 : nanos * lastRateHz / 1_000_000_000L;
        if (samples > 0) {
            samplesPlayed.add(samples);
            samplesConcealed.add(samples);
            samplesMissed.add(samples);
            concealments.increment();
        }
    }

    private long conceal(AudioPull.Lost lost, long atNanos) {
        AudioDecoder d = decoder;
        if (d == null) {
            return IDLE_NANOS;
        }
        AudioPacket following = lost.following();
        if (following != null && following.payloadType() == payloadType) {
            AudioFrame recovered = d.recover(following.payload(), lost.durationNanos(), atNanos);
            if (recovered != null) {
                packetsRecovered.increment();
                return deliver(recovered);
            }
        }
        AudioFrame made = d.conceal(lost.durationNanos(), atNanos);
        samplesConcealed.add(made.samplesPerChannel());
        concealments.increment();
        return deliver(made);
    }

    private long deliver(AudioFrame frame) {
        samplesPlayed.add(frame.samplesPerChannel());
        lastRateHz = frame.sampleRateHz();
        level = frame.peak();
        double seconds = frame.durationNanos() / 1e9;
        totalEnergy.add(level * level * seconds);
        totalSeconds.add(seconds);
        sink.accept(frame);
        return Math.max(1_000_000L, frame.durationNanos());
    }

    /** Returns the jitter buffer's counters so far. */
    public AudioJitterBuffer.Stats bufferStats() {
        return stats;
    }

    /** Returns the number of samples that left the buffer. */
    public long samplesDecoded() {
        return samplesDecoded.sum();
    }

    /** Returns the seconds that samples waited in the buffer, summed over all samples that left it. */
    public double delaySampleSeconds() {
        return delaySampleSeconds.sum();
    }

    /** Returns the seconds that samples were meant to wait in the buffer, summed over all samples that left it. */
    public double targetSampleSeconds() {
        return targetSampleSeconds.sum();
    }

    /**
     * Returns the time at which the sender captured the sound that is played now, in nanoseconds since 1970 by its
     * clock, or {@link EncodedFrame#UNKNOWN} before that is known.
     */
    public long captureWallNanosAt(long nowNanos) {
        long wall = lastCaptureWallNanos;
        return wall == EncodedFrame.UNKNOWN ? wall : wall + nowNanos - lastPlayedNanos;
    }

    /** Returns the number of samples that were due: those delivered, concealed ones included, and those missed. */
    public long samplesPlayed() {
        return samplesPlayed.sum();
    }

    /** Returns the number of samples that were concealed or missed. */
    public long samplesConcealed() {
        return samplesConcealed.sum();
    }

    /**
     * Returns the number of samples that were due and neither received nor concealed, because the network or this
     * machine was too slow.
     */
    public long samplesMissed() {
        return samplesMissed.sum();
    }

    /** Returns the number of samples that were left out to reduce the delay. */
    public long samplesRemoved() {
        return samplesRemoved.sum();
    }

    /** Returns the number of times that samples were concealed or missed. */
    public long concealments() {
        return concealments.sum();
    }

    /** Returns the number of lost packets that were decoded from the copy in the packet after them. */
    public long packetsRecovered() {
        return packetsRecovered.sum();
    }

    /** Returns the sum of level squared times duration. */
    public double totalEnergy() {
        return totalEnergy.sum();
    }

    /** Returns the duration of the delivered sound, in seconds. */
    public double totalSeconds() {
        return totalSeconds.sum();
    }

    /** Returns the loudest sample of the last piece, on a scale of 0 to 1. */
    public double level() {
        return level;
    }

    private void closeDecoder() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            worker.execute(() -> {
                if (timer != null) {
                    timer.cancel();
                }
                closeDecoder();
            });
        }
    }
}
