package dev.plumb.media.audio;

import dev.plumb.base.loop.Isolation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that turns sound of any rate into frames of one format and one length, as speech recognisers and voice
 * activity detectors want them. Pass it to a track's {@code onAudio}.
 *
 * <p>The consumer gets one frame at a time, in order, on a virtual thread or on the executor that it was given, and may
 * block. Frames wait for a consumer that is slow; beyond {@link PcmSinkOptions#waitingAtMost()} the oldest one is
 * dropped and counted.
 *
 * <p>No frames come while the peer sends nothing. When sound resumes, the frame that was incomplete is filled up with
 * silence and delivered first.
 */
public final class PcmSink implements AudioSink, AutoCloseable {
    private static final long GAP_NANOS = 60_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final PcmSinkOptions options;
    private final Executor executor;
    private final Consumer<AudioFrame> consumer;
    private final Isolation isolation = new Isolation("dev.plumb.media", "the consumer of a PcmSink");
    private final Deque<AudioFrame> waiting = new ArrayDeque<>();
    private final SampleConverter converter;
    /** The frame that is not complete yet. */
    private short[] current;

    private int filled;
    private long endNanos = Long.MIN_VALUE;
    private long droppedFrames;
    private boolean delivering;
    private boolean closed;

    /** Creates a sink whose consumer runs on a virtual thread. */
    public PcmSink(PcmSinkOptions options, Consumer<AudioFrame> consumer) {
        this(options, Thread::startVirtualThread, consumer);
    }

    /**
     * Creates a sink whose consumer runs on an executor.
     *
     * @param executor runs a task whenever frames have come, one task at a time; {@code Runnable::run} delivers on the
     *     thread of the track's source, where the consumer must not block
     */
    public PcmSink(PcmSinkOptions options, Executor executor, Consumer<AudioFrame> consumer) {
        this.options = options;
        this.executor = executor;
        this.consumer = consumer;
        this.converter = new SampleConverter(options.sampleRateHz(), options.channels());
        this.current = new short[options.frameSamples() * options.channels()];
    }

    @Override
    public void accept(AudioFrame frame) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            if (endNanos != Long.MIN_VALUE && Math.abs(frame.timestampNanos() - endNanos) > GAP_NANOS) {
                completeFrame();
            }
            long startNanos = frame.timestampNanos() - filledNanos() - converter.heldNanos();
            add(converter.convert(frame), startNanos);
            endNanos = frame.timestampNanos() + frame.durationNanos();
            if (delivering || waiting.isEmpty()) {
                return;
            }
            delivering = true;
        }
        try {
            executor.execute(this::deliver);
        } catch (RuntimeException | Error e) { // whatever the application's executor throws
            isolation.failed(e);
            synchronized (waiting) {
                delivering = false;
            }
        }
    }

    private long filledNanos() {
        return filled / options.channels() * SECOND_NANOS / options.sampleRateHz();
    }

    /**
     * Cuts samples into frames.
     *
     * @param startNanos the begin of the frame that is not complete yet
     */
    private void add(short[] samples, long startNanos) {
        long frameNanos = options.frameSamples() * SECOND_NANOS / options.sampleRateHz();
        long nextNanos = startNanos;
        int at = 0;
        while (at < samples.length) {
            int count = Math.min(samples.length - at, current.length - filled);
            System.arraycopy(samples, at, current, filled, count);
            at += count;
            filled += count;
            if (filled == current.length) {
                keep(current, nextNanos);
                nextNanos += frameNanos;
                current = new short[current.length];
                filled = 0;
            }
        }
    }

    private void keep(short[] samples, long timestampNanos) {
        if (waiting.size() >= options.waitingAtMost()) {
            waiting.remove();
            droppedFrames++;
        }
        waiting.add(new AudioFrame(samples, options.sampleRateHz(), options.channels(), timestampNanos));
    }

    /** Fills the frame that is not complete yet up with silence. */
    private void completeFrame() {
        long startNanos = endNanos - filledNanos() - converter.heldNanos();
        add(converter.flush(), startNanos);
        if (filled > 0) {
            add(new short[current.length - filled], endNanos - filledNanos());
        }
    }

    private void deliver() {
        for (AudioFrame frame = next(); frame != null; frame = next()) {
            AudioFrame taken = frame;
            isolation.run(() -> consumer.accept(taken));
        }
    }

    private @Nullable AudioFrame next() {
        synchronized (waiting) {
            AudioFrame frame = waiting.poll();
            delivering = frame != null;
            return frame;
        }
    }

    /** Returns the number of frames that were dropped because the consumer was too slow. */
    public long droppedFrames() {
        synchronized (waiting) {
            return droppedFrames;
        }
    }

    /** Returns the number of frames on which the consumer threw. The first exception is logged. */
    public long failedFrames() {
        return isolation.failures();
    }

    /** Drops the waiting frames, and accepts no further sound. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
            filled = 0;
        }
    }
}
