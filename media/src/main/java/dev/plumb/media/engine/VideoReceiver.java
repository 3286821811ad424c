package dev.plumb.media.engine;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.video.VideoSink;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of pictures: decodes on a worker and delivers. More than {@value #WAITING_AT_MOST} encoded
 * pictures do not wait: then the decoder is too slow, all are dropped, and a key frame is asked for.
 */
public final class VideoReceiver implements AutoCloseable {
    private static final int WAITING_AT_MOST = 30;
    private static final int DELAYED_AT_MOST = 300;
    private static final long WAITING_BYTES_AT_MOST = 16L << 20;

    private final Loop worker;
    private final IntFunction<@Nullable VideoDecoder> decoders;
    private final PictureBudget budget;
    private final VideoSink sink;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Runnable keyFrameNeeded;
    private final Isolation isolation = new Isolation("dev.plumb.media", "decoding");
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger delayed = new AtomicInteger();
    private @Nullable VideoDecoder decoder;
    private int payloadType = -1;
    private boolean needsKeyFrame = true;
    private boolean tooLarge;
    private final FrameRate rate = new FrameRate();
    private volatile String decoderName = "";
    private long lastNanos;
    private final LongAdder intervals = new LongAdder();
    private final DoubleAdder totalInterval = new DoubleAdder();
    private final DoubleAdder totalSquaredInterval = new DoubleAdder();
    private final LongAdder freezes = new LongAdder();
    private final DoubleAdder totalFreeze = new DoubleAdder();
    private volatile boolean closed;
    private final LongAdder framesDecoded = new LongAdder();
    private final LongAdder keyFramesDecoded = new LongAdder();
    private final LongAdder framesDropped = new LongAdder();
    private final LongAdder framesTooLarge = new LongAdder();
    private final LongAdder decodeNanos = new LongAdder();
    private volatile long wantedDelayNanos;
    private long lastDueNanos;
    private final DoubleAdder waitedSeconds = new DoubleAdder();
    private final DoubleAdder wantedSeconds = new DoubleAdder();
    private final LongAdder emitted = new LongAdder();
    private volatile int width;
    private volatile int height;

    /**
     * Creates a receiver.
     *
     * @param worker runs the decoder and calls the sink
     * @param decoders creates, on the worker, the decoder of a payload type, which the receiver owns; returns null for
     *     an unknown payload type
     * @param budget limits the size of pictures
     * @param keyFrameNeeded runs, on the worker, when nothing can be decoded before a key frame arrives
     */
    public VideoReceiver(
            Loop worker,
            IntFunction<@Nullable VideoDecoder> decoders,
            PictureBudget budget,
            VideoSink sink,
            Runnable keyFrameNeeded) {
        this.worker = worker;
        this.budget = budget;
        this.decoders = decoders;
        this.sink = sink;
        this.keyFrameNeeded = keyFrameNeeded;
    }

    /**
     * Sets the delay, in nanoseconds, from the arrival of a picture's last packet to its decoding. Any thread may call
     * it.
     */
    public void wantedDelayNanos(long nanos) {
        wantedDelayNanos = nanos;
    }

    /**
     * Accepts an encoded picture, on any thread, in decoding order. A picture of another codec begins with a key frame.
     *
     * @param receivedNanos the time at which its last packet arrived, on the worker's clock
     */
    public void accept(EncodedPicture picture, int ofPayloadType, long receivedNanos) {
        if (closed) {
            return;
        }
        int bytes = picture.data().length;
        if (waitingBytes.addAndGet(bytes) > WAITING_BYTES_AT_MOST && waiting.get() > 0) {
            waitingBytes.addAndGet(-bytes);
            refuse();
            return;
        }
        waiting.incrementAndGet();
        try {
            worker.execute(() -> {
                // in order, also where the delay has just been made shorter
                long due = Math.max(receivedNanos + wantedDelayNanos, lastDueNanos);
                lastDueNanos = due;
                if (due > worker.nowNanos() && delayed.get() < DELAYED_AT_MOST) {
                    delayed.incrementAndGet();
                    worker.schedule(due, () -> {
                        delayed.decrementAndGet();
                        waitingBytes.addAndGet(-bytes);
                        decodeWhileOpen(picture, ofPayloadType, receivedNanos, 0);
                    });
                } else {
                    waitingBytes.addAndGet(-bytes);
                    decodeWhileOpen(picture, ofPayloadType, receivedNanos, waiting.get());
                }
                waiting.decrementAndGet();
            });
        } catch (RejectedExecutionException e) {
            // the worker is being ended, with nobody left to see the picture
            framesDropped.increment();
        }
    }

    /**
     * Drops a picture because there is no room for it, and asks for a key frame, because the pictures after it cannot
     * be decoded.
     */
    private void refuse() {
        framesDropped.increment();
        try {
            worker.execute(this::askForKeyFrame);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private void decodeWhileOpen(EncodedPicture picture, int ofPayloadType, long receivedNanos, int ahead) {
        if (!closed) {
            waitedSeconds.add(Math.max(0, worker.nowNanos() - receivedNanos) / 1e9);
            wantedSeconds.add(wantedDelayNanos / 1e9);
            emitted.increment();
            decode(picture, ofPayloadType, ahead >= WAITING_AT_MOST);
        }
    }

    private void decode(EncodedPicture picture, int ofPayloadType, boolean overrun) {
        if (ofPayloadType != payloadType) {
            closeDecoder();
            payloadType = ofPayloadType;
            decoder = decoders.apply(payloadType);
            decoderName = decoder == null ? "" : decoder.getClass().getSimpleName();
            needsKeyFrame = true;
        }
        VideoDecoder d = decoder;
        if (d == null) {
            framesDropped.increment();
            return;
        }
        if (picture.keyFrame() || picture.width() > 0) {
            tooLarge = !budget.takes(picture.width(), picture.height());
        }
        if (tooLarge) {
            // another key frame would be as large, so none is requested until a smaller one arrives
            framesDropped.increment();
            framesTooLarge.increment();
            needsKeyFrame = true;
            return;
        }
        if (overrun || (needsKeyFrame && !picture.keyFrame())) {
            framesDropped.increment();
            askForKeyFrame();
            return;
        }
        long before = worker.nowNanos();
        boolean decoded = decodeGuarded(d, picture);
        decodeNanos.add(worker.nowNanos() - before);
        if (decoded) {
            keyFramesDecoded.add(picture.keyFrame() ? 1 : 0);
            needsKeyFrame = false;
        } else {
            framesDropped.increment();
            askForKeyFrame();
        }
    }

    /** Decodes a picture. One that makes the decoder fail counts as broken. */
    private boolean decodeGuarded(VideoDecoder d, EncodedPicture picture) {
        try {
            return d.decode(picture, frame -> {
                framesDecoded.increment();
                rate.picture(worker.nowNanos());
                measureInterval(frame.timestampNanos());
                width = frame.width();
                height = frame.height();
                sink.accept(frame);
            });
        } catch (Throwable e) { // errors as well: the picture must be counted and a key frame requested
            isolation.failed(e);
            return false;
        }
    }

    private void measureInterval(long atNanos) {
        if (framesDecoded.sum() > 1) {
            double seconds = (atNanos - lastNanos) / 1e9;
            double usual = intervals.sum() == 0 ? seconds : totalInterval.sum() / intervals.sum();
            totalInterval.add(seconds);
            totalSquaredInterval.add(seconds * seconds);
            intervals.increment();
            if (seconds >= Math.max(3 * usual, usual + 0.15)) {
                freezes.increment();
                totalFreeze.add(seconds);
            }
        }
        lastNanos = atNanos;
    }

    private void closeDecoder() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    private void askForKeyFrame() {
        needsKeyFrame = true;
        keyFrameNeeded.run();
    }

    /** Returns the seconds that pictures waited after their last packet arrived, summed over all decoded pictures. */
    public double waitedSeconds() {
        return waitedSeconds.sum();
    }

    /** Returns the seconds that pictures were meant to wait, summed over all decoded pictures. */
    public double wantedSeconds() {
        return wantedSeconds.sum();
    }

    /** Returns the number of pictures that have waited and were passed to the decoder. */
    public long emitted() {
        return emitted.sum();
    }

    /** Returns the number of pictures decoded in the last second. */
    public int framesPerSecond() {
        return rate.perSecond(worker.nowNanos());
    }

    /** Returns the decoder's name, or empty before there is one. */
    public String decoderName() {
        return decoderName;
    }

    /** Returns the sum of the seconds between pictures, by the sender's time. */
    public double totalInterFrameSeconds() {
        return totalInterval.sum();
    }

    /** Returns the sum of the squared seconds between pictures. */
    public double totalSquaredInterFrameSeconds() {
        return totalSquaredInterval.sum();
    }

    /** Returns the number of times that a picture stood for far longer than usual. */
    public long freezes() {
        return freezes.sum();
    }

    /** Returns the total duration of freezes, in seconds. */
    public double totalFreezeSeconds() {
        return totalFreeze.sum();
    }

    /** Returns the number of decoded pictures. */
    public long framesDecoded() {
        return framesDecoded.sum();
    }

    /** Returns the number of decoded frames that were key frames. */
    public long keyFramesDecoded() {
        return keyFramesDecoded.sum();
    }

    /** Returns the number of encoded pictures that were not decoded. */
    public long framesDropped() {
        return framesDropped.sum();
    }

    /** Returns the number of dropped pictures that were larger than the agent accepts. */
    public long framesTooLarge() {
        return framesTooLarge.sum();
    }

    /** Returns the time spent on decoding. */
    public long decodeNanos() {
        return decodeNanos.sum();
    }

    /** Returns the width of the last picture, or 0 before one. */
    public int width() {
        return width;
    }

    /** Returns the height of the last picture, or 0 before one. */
    public int height() {
        return height;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            worker.execute(this::closeDecoder);
        }
    }
}
