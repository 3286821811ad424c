package dev.plumb.media.audio;

import dev.plumb.base.loop.Isolation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that turns sound of any rate into frames of one format and one length, as speech recognisers and voice activity
 * detectors want them. Pass it to a track's {@code onAudio}.
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
    private short[] pending = new short[0];
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
    }

    @Override
    public void accept(AudioFrame frame) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            if (endNanos != Long.MIN_VALUE && Math.abs(frame.timestampNanos() - endNanos) > GAP_NANOS) {
                completePending();
            }
            long startNanos = frame.timestampNanos() - pendingNanos() - converter.heldNanos();
            append(converter.convert(frame));
            cut(startNanos);
            endNanos = frame.timestampNanos() + frame.durationNanos();
            if (delivering || waiting.isEmpty()) {
                return;
            }
            delivering = true;
        }
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            isolation.failed(e);
            synchronized (waiting) {
                delivering = false;
            }
        }
    }

    private long pendingNanos() {
        return pending.length / options.channels() * SECOND_NANOS / options.sampleRateHz();
    }

    private void append(short[] samples) {
        int before = pending.length;
        pending = Arrays.copyOf(pending, before + samples.length);
        System.arraycopy(samples, 0, pending, before, samples.length);
    }

    private void cut(long startNanos) {
        int length = options.frameSamples() * options.channels();
        int at = 0;
        while (pending.length - at >= length) {
            long offsetNanos = at / options.channels() * SECOND_NANOS / options.sampleRateHz();
            keep(Arrays.copyOfRange(pending, at, at + length), startNanos + offsetNanos);
            at += length;
        }
        pending = at == 0 ? pending : Arrays.copyOfRange(pending, at, pending.length);
    }

    private void keep(short[] samples, long timestampNanos) {
        if (waiting.size() >= options.waitingAtMost()) {
            waiting.remove();
            droppedFrames++;
        }
        waiting.add(new AudioFrame(samples, options.sampleRateHz(), options.channels(), timestampNanos));
    }

    /** Fills the incomplete frame up with silence. */
    private void completePending() {
        long startNanos = endNanos - pendingNanos() - converter.heldNanos();
        append(converter.flush());
        int length = options.frameSamples() * options.channels();
        int over = pending.length % length;
        pending = over == 0 ? pending : Arrays.copyOf(pending, pending.length + length - over);
        cut(startNanos);
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

    /** Drops the frames that wait, and takes no further sound. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
            pending = new short[0];
        }
    }
}
