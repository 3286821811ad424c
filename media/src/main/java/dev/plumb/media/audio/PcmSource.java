package dev.plumb.media.audio;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A source of sound that an application writes, such as synthesized speech: signed 16-bit samples of any rate from 8000
 * to 192000 Hz, in pieces of any length, faster or slower than they are played. The source plays them at their pace, in
 * frames of 20 ms at 48 kHz, and plays silence while it is empty. The format may change from one write to the next.
 *
 * <p>The source holds a limited duration of sound, {@link PcmSourceOptions#capacity()}. {@link #offer} accepts as many
 * samples as there is room for, {@link #write} returns a future that completes when all of them were accepted.
 * {@link #clear} drops the sound that is not yet played, for an agent that is interrupted. {@link #drained} and
 * {@link #onEmpty} tell that everything was played.
 *
 * <p>Sound that begins after silence waits for one frame unless 40 ms of it are there. This makes up for the jitter of
 * a writer that keeps exactly to the pace.
 *
 * <p>Safe on any thread. Futures complete, and listeners are called, on the thread that plays, and must not block it.
 */
public final class PcmSource implements AudioSource, AutoCloseable {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int FRAME_SAMPLES = 960;
    private static final int FADE_SAMPLES = 240;
    private static final long FRAME_NANOS = 20_000_000L;
    /** The lag beyond which a worker continues from where it was, and does not hurry. */
    private static final long LATE_NANOS = 5 * FRAME_NANOS;
    /** Sound begins at once where this much waits. */
    private static final long BEGINNING_NANOS = 2 * FRAME_NANOS;

    private static final int WRITES_AT_MOST = 64;
    private static final String CLOSED = "the source is closed; create another one";
    private static final String STOPPED = "the track of this source has ended, so nobody would hear what is written";

    private final Object lock = new Object();
    private final int channels;
    private final PcmQueue queue;
    private final SampleConverter converter;
    private final ArrayDeque<Write> writes = new ArrayDeque<>();
    private final List<PlayFuture<Void>> drains = new ArrayList<>();
    private final List<Runnable> emptyListeners = new CopyOnWriteArrayList<>();
    private final Isolation isolation = new Isolation("dev.plumb.media", "a listener of a PcmSource");
    /** The samples that are converted and not yet played. */
    private short[] ready = new short[0];
    /** The end of sound that was cleared, to be mixed into the next frame. */
    private short[] fading = new short[0];

    private boolean playing;
    private boolean waitedForMore;
    /** True if sound was written since the source was last empty. */
    private boolean holding;

    private @Nullable String endReason;
    private volatile @Nullable Loop worker;
    private Loop.@Nullable Timer timer;
    private int starts;

    /** A write that waits for room. */
    private record Write(ShortBuffer rest, int rateHz, int channels, PlayFuture<Void> done) {}

    /** A future that is completed by the worker, where waiting for it would block for ever. */
    private final class PlayFuture<T> extends CompletableFuture<T> {
        @Override
        public T join() {
            requireNotOnWorker();
            return super.join();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            requireNotOnWorker();
            return super.get();
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new PlayFuture<>();
        }

        private void requireNotOnWorker() {
            Loop on = worker;
            if (!isDone() && on != null && on.onLoop()) {
                throw new IllegalStateException(
                        "this thread plays the sound that it would wait for; use thenRun, or wait on another thread");
            }
        }
    }

    /** Creates a source with one channel that holds 10 s. */
    public PcmSource() {
        this(PcmSourceOptions.DEFAULT);
    }

    /** Creates a source. */
    public PcmSource(PcmSourceOptions options) {
        this.channels = options.channels();
        this.queue = new PcmQueue(options.capacity().toNanos());
        this.converter = new SampleConverter(SAMPLE_RATE_HZ, channels);
    }

    // ---- writing ----------------------------------------------------------------------------------------------------

    /**
     * Accepts as many samples as there is room for, without waiting. It accepts none while a {@link #write} waits.
     *
     * @param samples signed 16-bit samples, channels interleaved
     * @param sampleRateHz 8000 to 192000
     * @param sampleChannels 1 or 2
     * @return the number of samples taken, all channels together
     * @throws IllegalArgumentException where the rate or the channels are out of range, or a channel lacks a sample
     * @throws IllegalStateException where the source is closed or its track has ended
     */
    public int offer(short[] samples, int sampleRateHz, int sampleChannels) {
        return offer(ShortBuffer.wrap(samples), sampleRateHz, sampleChannels);
    }

    /**
     * Accepts as many samples as there is room for, without waiting, and moves the buffer's position behind them. It
     * accepts none while a {@link #write} waits. Read PCM that arrives as bytes by
     * {@code ByteBuffer.wrap(bytes).order( ByteOrder.LITTLE_ENDIAN).asShortBuffer()}.
     *
     * @param samples signed 16-bit samples, channels interleaved
     * @param sampleRateHz 8000 to 192000
     * @param sampleChannels 1 or 2
     * @return the number of samples taken, all channels together
     * @throws IllegalArgumentException where the rate or the channels are out of range, or a channel lacks a sample
     * @throws IllegalStateException where the source is closed or its track has ended
     */
    public int offer(ShortBuffer samples, int sampleRateHz, int sampleChannels) {
        requireFormat(samples, sampleRateHz, sampleChannels);
        synchronized (lock) {
            if (endReason != null) {
                throw new IllegalStateException(endReason);
            }
            int before = samples.remaining();
            if (writes.isEmpty()) {
                take(samples, sampleRateHz, sampleChannels);
            }
            return before - samples.remaining();
        }
    }

    /**
     * Writes samples, and returns a future that completes when there was room for all of them.
     *
     * @param samples signed 16-bit samples, channels interleaved; not to be changed before the future completes
     * @param sampleRateHz 8000 to 192000
     * @param sampleChannels 1 or 2
     * @return a future that completes when all samples were taken, which is at once where there is room. It is
     *     cancelled by {@link #clear}, and fails with IllegalStateException where the source is closed or its track
     *     ends
     * @throws IllegalArgumentException where the rate or the channels are out of range, or a channel lacks a sample
     * @throws IllegalStateException where 64 writes wait already
     */
    public CompletableFuture<Void> write(short[] samples, int sampleRateHz, int sampleChannels) {
        return write(ShortBuffer.wrap(samples), sampleRateHz, sampleChannels);
    }

    /**
     * Writes samples, and returns a future that completes when there was room for all of them. The position of the
     * buffer does not move.
     *
     * @param samples signed 16-bit samples, channels interleaved; not to be changed before the future completes
     * @param sampleRateHz 8000 to 192000
     * @param sampleChannels 1 or 2
     * @return a future that completes when all samples were taken, which is at once where there is room. It is
     *     cancelled by {@link #clear}, and fails with IllegalStateException where the source is closed or its track
     *     ends
     * @throws IllegalArgumentException where the rate or the channels are out of range, or a channel lacks a sample
     * @throws IllegalStateException where 64 writes wait already
     */
    public CompletableFuture<Void> write(ShortBuffer samples, int sampleRateHz, int sampleChannels) {
        requireFormat(samples, sampleRateHz, sampleChannels);
        ShortBuffer rest = samples.duplicate();
        PlayFuture<Void> done = new PlayFuture<>();
        synchronized (lock) {
            if (endReason != null) {
                done.completeExceptionally(new IllegalStateException(endReason));
                return done;
            }
            if (writes.isEmpty()) {
                take(rest, sampleRateHz, sampleChannels);
                if (!rest.hasRemaining()) {
                    done.complete(null);
                    return done;
                }
            }
            if (writes.size() >= WRITES_AT_MOST) {
                throw new IllegalStateException(WRITES_AT_MOST
                        + " writes wait for room already; write more when the future of the last one is done");
            }
            writes.add(new Write(rest, sampleRateHz, sampleChannels, done));
        }
        return done;
    }

    private static void requireFormat(ShortBuffer samples, int sampleRateHz, int sampleChannels) {
        PcmFormats.require(sampleRateHz, sampleChannels);
        if (samples.remaining() % sampleChannels != 0) {
            throw new IllegalArgumentException(samples.remaining() + " samples are not the same number for each of "
                    + sampleChannels + " channels; keep what is over for the next write");
        }
    }

    private void take(ShortBuffer samples, int sampleRateHz, int sampleChannels) {
        int before = samples.remaining();
        queue.offer(samples, sampleRateHz, sampleChannels);
        holding |= samples.remaining() < before;
    }

    // ---- what waits -------------------------------------------------------------------------------------------------

    /** Returns the duration of the sound that was accepted and not yet played. */
    public Duration buffered() {
        synchronized (lock) {
            return Duration.ofNanos(
                    queue.nanos() + converter.heldNanos() + ready.length / channels * 1_000_000_000L / SAMPLE_RATE_HZ);
        }
    }

    /**
     * Returns a future that completes when the source is empty: when all that was written is given to the track, or was
     * dropped by {@link #clear} or {@link #close}. It is complete already where nothing waits to be played.
     */
    public CompletableFuture<Void> drained() {
        PlayFuture<Void> drained = new PlayFuture<>();
        synchronized (lock) {
            if (holding) {
                drains.add(drained);
            } else {
                drained.complete(null);
            }
        }
        return drained;
    }

    /** Adds a listener that is called each time the source becomes empty, once for each time that it held sound. */
    public void onEmpty(Runnable listener) {
        emptyListeners.add(listener);
    }

    /**
     * Drops everything that is not yet played, including waiting writes, whose futures are cancelled. The sound fades
     * out within the first 5 ms of the next frame, so that it ends without a click. Later writes are played as usual.
     */
    public void clear() {
        List<Runnable> news = new ArrayList<>();
        synchronized (lock) {
            if (playing) {
                fill(FADE_SAMPLES * channels);
                fading = faded();
            }
            drop();
            writes.forEach(w -> news.add(() -> w.done().cancel(false)));
            writes.clear();
            emptied(news);
        }
        tell(news);
    }

    /** Returns the next samples to play, ever softer. */
    private short[] faded() {
        short[] samples = Arrays.copyOf(ready, Math.min(ready.length, FADE_SAMPLES * channels));
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (samples[i] * (FADE_SAMPLES - i / channels) / FADE_SAMPLES);
        }
        return samples;
    }

    private void drop() {
        queue.clear();
        short[] _ = converter.flush();
        ready = new short[0];
        playing = false;
        waitedForMore = false;
    }

    private void emptied(List<Runnable> news) {
        if (holding) {
            holding = false;
            drains.forEach(d -> news.add(() -> d.complete(null)));
            drains.clear();
            news.addAll(emptyListeners);
        }
    }

    /** Calls listeners on the worker, or on the caller's thread if the source is not being played. */
    private void tell(List<Runnable> news) {
        Loop on = worker;
        try {
            if (on != null && !on.onLoop()) {
                on.execute(() -> news.forEach(isolation::run));
                return;
            }
        } catch (RejectedExecutionException e) {
            // the worker has ended in between
        }
        news.forEach(isolation::run);
    }

    // ---- playing ----------------------------------------------------------------------------------------------------

    @Override
    public void start(Loop newWorker, AudioSink sink) {
        int start;
        synchronized (lock) {
            worker = newWorker;
            start = ++starts;
            endReason = CLOSED.equals(endReason) ? CLOSED : null;
        }
        long startNanos = newWorker.nowNanos();
        newWorker.execute(() -> tick(newWorker, sink, startNanos, start));
    }

    private void tick(Loop on, AudioSink sink, long dueNanos, int start) {
        short[] frame;
        List<Runnable> news = new ArrayList<>();
        synchronized (lock) {
            if (start != starts || endReason != null) {
                return;
            }
            frame = nextFrame();
            admitWrites(news);
            if (queue.isEmpty() && ready.length == 0 && converter.heldNanos() == 0) {
                emptied(news);
            }
        }
        long atNanos = Math.max(dueNanos, on.nowNanos() - LATE_NANOS);
        sink.accept(new AudioFrame(frame, SAMPLE_RATE_HZ, channels, atNanos));
        long nextNanos = atNanos + FRAME_NANOS;
        timer = on.schedule(nextNanos, () -> tick(on, sink, nextNanos, start));
        news.forEach(isolation::run);
    }

    private short[] nextFrame() {
        short[] frame = new short[FRAME_SAMPLES * channels];
        playing = playing || mayBegin();
        if (playing) {
            fill(frame.length);
            int count = Math.min(ready.length, frame.length);
            System.arraycopy(ready, 0, frame, 0, count);
            ready = Arrays.copyOfRange(ready, count, ready.length);
            playing = count == frame.length;
        }
        for (int i = 0; i < fading.length; i++) {
            frame[i] = (short) Math.clamp(frame[i] + fading[i], Short.MIN_VALUE, Short.MAX_VALUE);
        }
        fading = new short[0];
        return frame;
    }

    private boolean mayBegin() {
        boolean begins = !queue.isEmpty() && (waitedForMore || queue.nanos() >= BEGINNING_NANOS || !writes.isEmpty());
        waitedForMore = !queue.isEmpty() && !begins;
        return begins;
    }

    /** Converts samples until a number of them is ready, or there are no more. */
    private void fill(int wanted) {
        while (ready.length < wanted && !queue.isEmpty()) {
            int missing = (wanted - ready.length) / channels;
            append(converter.convert(queue.take(missing * 1_000_000_000L / SAMPLE_RATE_HZ)));
        }
        if (ready.length < wanted) {
            append(converter.flush());
        }
    }

    private void append(short[] samples) {
        int before = ready.length;
        ready = Arrays.copyOf(ready, before + samples.length);
        System.arraycopy(samples, 0, ready, before, samples.length);
    }

    private void admitWrites(List<Runnable> news) {
        for (Write first = writes.peek(); first != null; first = writes.peek()) {
            take(first.rest(), first.rateHz(), first.channels());
            if (first.rest().hasRemaining()) {
                return;
            }
            writes.remove();
            PlayFuture<Void> done = first.done();
            news.add(() -> done.complete(null));
        }
    }

    // ---- ending -----------------------------------------------------------------------------------------------------

    /** Stops the playout, as the track does when it ends. It drops waiting samples, and refuses further writes. */
    @Override
    public void stop() {
        end(STOPPED);
    }

    /**
     * Ends the source. It drops waiting samples, and refuses further writes. To play everything first, wait for
     * {@link #drained}. Closing twice does nothing.
     */
    @Override
    public void close() {
        end(CLOSED);
    }

    private void end(String reason) {
        List<Runnable> news = new ArrayList<>();
        Loop on = worker;
        synchronized (lock) {
            endReason = CLOSED.equals(endReason) ? CLOSED : reason;
            starts++;
            drop();
            fading = new short[0];
            writes.forEach(w -> news.add(() -> w.done().completeExceptionally(new IllegalStateException(reason))));
            writes.clear();
            emptied(news);
        }
        if (on != null && on.onLoop() && timer != null) {
            timer.cancel();
        }
        tell(news);
    }
}
