package dev.plumb.media.engine;

import dev.plumb.base.loop.Isolation;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.Resampler;
import dev.plumb.media.codec.AudioEncoder;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * The sending side of sound. It accepts frames of any length and rate, cuts them into packets at the encoder's rate,
 * and encodes them. It is used on one thread.
 */
public final class AudioSender implements AudioSink, AutoCloseable {
    /** The duration of a packet's sound if nothing else is asked for. */
    public static final int DEFAULT_PACKET_MILLIS = 20;

    private static final long MILLI_AS_NANOS = 1_000_000L;
    private static final long GAP_NANOS = 60 * MILLI_AS_NANOS;

    private final Isolation isolation = new Isolation("dev.plumb.media", "encoding");
    private AudioEncoder encoder;
    private Resampler resampler;
    private EncodedAudioSink out;
    private long packetNanos;
    private int packetSamples;
    private short[] pending = new short[0];
    private long pendingNanos;
    private final DoubleAdder totalEnergy = new DoubleAdder();
    private final DoubleAdder totalSeconds = new DoubleAdder();
    private volatile double level;

    /** A receiver of each packet's payload. */
    @FunctionalInterface
    public interface EncodedAudioSink {
        /**
         * Accepts one payload.
         *
         * @param captureNanos the time at which its first sample was captured
         * @param durationNanos the duration
         * @param level root mean square of the samples, 0 to 1
         */
        void accept(byte[] payload, long captureNanos, long durationNanos, double level);
    }

    /**
     * Creates a sender with an encoder, which it owns.
     *
     * @param packetMillis the packet duration: 10, 20, 40 or 60. Longer packets cost less overhead and add latency
     */
    public AudioSender(AudioEncoder encoder, int packetMillis, EncodedAudioSink out) {
        this.encoder = encoder;
        this.out = out;
        this.resampler = new Resampler(encoder.sampleRateHz(), encoder.channels());
        this.packetNanos = packetMillis * MILLI_AS_NANOS;
        this.packetSamples = encoder.sampleRateHz() * packetMillis / 1000 * encoder.channels();
    }

    /**
     * Switches to another encoder, which it owns from now on. Sound that waits for its packet to be full is not lost.
     */
    public void switchTo(AudioEncoder next, int packetMillis, EncodedAudioSink nextOut) {
        AudioFrame rest = new AudioFrame(pending, encoder.sampleRateHz(), encoder.channels(), pendingNanos);
        encoder.close();
        encoder = next;
        out = nextOut;
        resampler = new Resampler(next.sampleRateHz(), next.channels());
        packetNanos = packetMillis * MILLI_AS_NANOS;
        packetSamples = next.sampleRateHz() * packetMillis / 1000 * next.channels();
        pending = rest.samples().length == 0
                ? rest.samples()
                : new Resampler(next.sampleRateHz(), next.channels())
                        .convert(rest)
                        .samples();
    }

    @Override
    public void accept(AudioFrame frame) {
        AudioFrame fitting = resampler.convert(frame);
        long expectedNanos = pendingNanos + pending.length * packetNanos / packetSamples;
        if (pending.length == 0 || Math.abs(frame.timestampNanos() - expectedNanos) > GAP_NANOS) {
            pending = new short[0];
            pendingNanos = frame.timestampNanos();
        }
        int before = pending.length;
        pending = Arrays.copyOf(pending, before + fitting.samples().length);
        System.arraycopy(fitting.samples(), 0, pending, before, fitting.samples().length);
        int at = 0;
        while (pending.length - at >= packetSamples) {
            short[] packet = Arrays.copyOfRange(pending, at, at + packetSamples);
            isolation.run(() -> encode(packet));
            at += packetSamples;
            pendingNanos += packetNanos;
        }
        pending = Arrays.copyOfRange(pending, at, pending.length);
    }

    private void encode(short[] samples) {
        AudioFrame packet = new AudioFrame(samples, encoder.sampleRateHz(), encoder.channels(), pendingNanos);
        level = packet.peak();
        totalEnergy.add(level * level * packetNanos / 1e9);
        totalSeconds.add(packetNanos / 1e9);
        byte[] payload = encoder.encode(packet);
        if (payload.length > 0) {
            out.accept(payload, pendingNanos, packetNanos, rootMeanSquare(samples));
        }
    }

    private static double rootMeanSquare(short[] samples) {
        double sum = 0;
        for (short s : samples) {
            sum += (double) s * s;
        }
        return Math.sqrt(sum / Math.max(1, samples.length)) / -Short.MIN_VALUE;
    }

    /** Returns the sum of level squared times duration, as webrtc-stats defines it. */
    public double totalEnergy() {
        return totalEnergy.sum();
    }

    /** Returns the duration of the sound that was accepted, in seconds. */
    public double totalSeconds() {
        return totalSeconds.sum();
    }

    /** Returns the loudest sample of the last packet, on a scale of 0 to 1. */
    public double level() {
        return level;
    }

    /** Sets the target from the next packet on. */
    public void bitRate(long bitsPerSecond) {
        encoder.bitRate(bitsPerSecond);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
