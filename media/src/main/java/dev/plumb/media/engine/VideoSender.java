package dev.plumb.media.engine;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.media.video.VideoScaler;
import dev.plumb.media.video.VideoSink;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The sending side of pictures: scales, encodes. Encoding runs on a worker; while it is busy, at most
 * {@value #WAITING_AT_MOST} pictures wait, and the oldest of more is dropped and counted.
 */
public final class VideoSender implements VideoSink, AutoCloseable {
    private static final int WAITING_AT_MOST = 4;

    private final Loop worker;
    private final PictureBudget budget;
    private VideoEncoder encoder;
    private Consumer<EncodedPicture> out;
    private final ArrayDeque<VideoFrame> waiting = new ArrayDeque<>();
    private final AtomicBoolean keyFrameWanted = new AtomicBoolean(true);
    private final Isolation isolation = new Isolation("dev.plumb.media", "encoding");
    private volatile double scale = 1;
    private volatile PictureLimits limits = PictureLimits.NONE;
    private volatile double framerateScale = 1;
    private double framesOwed = 1;
    private volatile double maxFramesPerSecond = Double.POSITIVE_INFINITY;
    private volatile boolean closed;
    private long lastTakenNanos = Long.MIN_VALUE / 2;
    private final FrameRate sourceRate = new FrameRate();
    private final FrameRate encodedRate = new FrameRate();
    private final LongAdder sourceFrames = new LongAdder();
    private volatile int sourceWidth;
    private volatile int sourceHeight;
    private final LongAdder hugeFrames = new LongAdder();
    private double usualBytes;
    private final AtomicLong framesDropped = new AtomicLong();
    private final LongAdder framesEncoded = new LongAdder();
    private final AtomicLong framesDroppedForRate = new AtomicLong();
    private final FrameRate droppedForRate = new FrameRate();
    private final FrameRate droppedForTime = new FrameRate();
    private volatile boolean scaledByEncoder;
    private final LongAdder keyFramesEncoded = new LongAdder();
    private final LongAdder encodeNanos = new LongAdder();
    private volatile int width;
    private volatile int height;

    /**
     * Creates a sender with an encoder, which it owns.
     *
     * @param worker runs the encoder
     * @param budget limits the pictures that wait
     * @param out receives the encoded pictures, on the worker
     */
    public VideoSender(Loop worker, VideoEncoder encoder, PictureBudget budget, Consumer<EncodedPicture> out) {
        this.worker = worker;
        this.budget = budget;
        this.encoder = encoder;
        this.out = out;
    }

    /** Accepts a picture, on any one thread. */
    @Override
    public void accept(VideoFrame frame) {
        sourceFrames.increment();
        sourceWidth = frame.width();
        sourceHeight = frame.height();
        sourceRate.picture(worker.nowNanos());
        PictureLimits within = limits;
        double toScale = within.scaleFor(frame.width(), frame.height(), scale);
        double most =
                Math.min(maxFramesPerSecond, within.framesPerSecondFor((int) Math.ceil(frame.width() / toScale), (int)
                        Math.ceil(frame.height() / toScale)));
        double minGapNanos = 1e9 / most * 0.9;
        if (closed || frame.timestampNanos() - lastTakenNanos < minGapNanos) {
            return;
        }
        framesOwed = Math.min(1, framesOwed) + 1 / framerateScale;
        if (framesOwed < 1) {
            return;
        }
        framesOwed -= 1;
        lastTakenNanos = frame.timestampNanos();
        synchronized (waiting) {
            boolean room = budget.reserve(frame.i420().length);
            if (room) {
                waiting.add(frame);
            }
            if (!room || waiting.size() > WAITING_AT_MOST) {
                if (room) {
                    budget.release(waiting.remove().i420().length);
                }
                framesDropped.incrementAndGet();
                droppedForTime.picture(worker.nowNanos());
                return;
            }
        }
        executeUnlessEnded(this::encodeWaiting);
    }

    /** Runs a task unless the worker is being ended, when nobody is left to see a picture. */
    private void executeUnlessEnded(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            framesDropped.incrementAndGet();
        }
    }

    private void encodeWaiting() {
        VideoFrame frame;
        synchronized (waiting) {
            frame = waiting.poll();
            if (frame != null) {
                budget.release(frame.i420().length);
            }
        }
        if (frame == null || closed) {
            return;
        }
        VideoFrame scaled = VideoScaler.down(frame, limits.scaleFor(frame.width(), frame.height(), scale));
        boolean key = keyFrameWanted.getAndSet(false);
        long before = worker.nowNanos();
        if (!isolation.run(() -> encode(scaled, key))) {
            keyFrameWanted.set(true);
            framesDropped.incrementAndGet();
        }
        encodeNanos.add(worker.nowNanos() - before);
    }

    private void encode(VideoFrame scaled, boolean key) {
        long before = framesEncoded.sum();
        encoder.encode(scaled, key, picture -> {
            framesEncoded.increment();
            keyFramesEncoded.add(picture.keyFrame() ? 1 : 0);
            width = picture.width();
            height = picture.height();
            scaledByEncoder = Math.abs(width - scaled.width()) > 1 || Math.abs(height - scaled.height()) > 1;
            encodedRate.picture(worker.nowNanos());
            weigh(picture.data().length);
            out.accept(picture);
        });
        if (framesEncoded.sum() == before) {
            framesDroppedForRate.incrementAndGet();
            droppedForRate.picture(worker.nowNanos());
            if (key) {
                keyFrameWanted.set(true);
            }
        }
    }

    /** Returns why pictures were fewer or of another size than requested in the last second. */
    public Limitation limitation() {
        long now = worker.nowNanos();
        int tenth = sourceRate.perSecond(now) / 10;
        if (droppedForTime.perSecond(now) > tenth) {
            return Limitation.CPU;
        }
        if (droppedForRate.perSecond(now) > tenth) {
            return Limitation.BANDWIDTH;
        }
        return scaledByEncoder ? Limitation.OTHER : Limitation.NONE;
    }

    /** The reason why the quality is lower than requested, by the names of webrtc-stats. */
    public enum Limitation {
        /** The quality is not limited. */
        NONE,
        /** The encoder is too slow. */
        CPU,
        /** The encoder skips pictures to keep to its bit rate. */
        BANDWIDTH,
        /** The encoder does not support the size. */
        OTHER
    }

    /** Returns the number of pictures that the encoder skipped to keep to its bit rate. */
    public long framesDroppedForRate() {
        return framesDroppedForRate.get();
    }

    /**
     * Switches to another encoder at the next picture, which is a key frame. Waiting pictures are not lost.
     *
     * @param next the encoder, which it owns from now on
     */
    public void switchTo(VideoEncoder next, Consumer<EncodedPicture> nextOut) {
        executeUnlessEnded(() -> {
            if (closed) {
                next.close();
                return;
            }
            encoder.close();
            encoder = next;
            out = nextOut;
            keyFrameWanted.set(true);
        });
    }

    /** Sets that one of this many pictures is sent, 1 for all. Larger values send fewer pictures. */
    public void framerateScale(double newScale) {
        framerateScale = newScale;
    }

    /** Counts a picture of more than 2.5 times the usual size as a huge one. */
    private void weigh(int bytes) {
        hugeFrames.add(usualBytes > 0 && bytes > 2.5 * usualBytes ? 1 : 0);
        usualBytes = usualBytes == 0 ? bytes : usualBytes + (bytes - usualBytes) / 16;
    }

    /** Returns the number of pictures from the source. */
    public long sourceFrames() {
        return sourceFrames.sum();
    }

    /** Returns the width of the source's last picture, or 0 before one. */
    public int sourceWidth() {
        return sourceWidth;
    }

    /** Returns the height of the source's last picture, or 0 before one. */
    public int sourceHeight() {
        return sourceHeight;
    }

    /** Returns the number of pictures from the source in the last second. */
    public int sourceFramesPerSecond() {
        return sourceRate.perSecond(worker.nowNanos());
    }

    /** Returns the number of pictures encoded in the last second. */
    public int framesPerSecond() {
        return encodedRate.perSecond(worker.nowNanos());
    }

    /** Returns the number of pictures whose size was more than 2.5 times the usual. */
    public long hugeFrames() {
        return hugeFrames.sum();
    }

    /** Makes the next picture a key frame. */
    public void requestKeyFrame() {
        keyFrameWanted.set(true);
    }

    /**
     * Sets the target from the next picture on, even at the price of a key frame.
     *
     * @param framesPerSecond the frame rate to expect; pictures beyond the maximum are left out
     */
    public void rate(long bitsPerSecond, double framesPerSecond, double newMaxFramesPerSecond, double newScale) {
        maxFramesPerSecond = newMaxFramesPerSecond;
        scale = newScale;
        executeUnlessEnded(() -> {
            if (!closed) {
                encoder.rateAtOnce(bitsPerSecond, framesPerSecond);
            }
        });
    }

    /** Sets the limits on pictures, effective from the next picture. Larger pictures are scaled down. */
    public void limits(PictureLimits newLimits) {
        limits = newLimits;
    }

    /**
     * Returns the number of pictures that were dropped because too many were waiting, the budget was used up, or
     * encoding failed.
     */
    public long framesDropped() {
        return framesDropped.get();
    }

    /** Returns the number of encoded pictures. */
    public long framesEncoded() {
        return framesEncoded.sum();
    }

    /** Returns the number of encoded frames that can be decoded by themselves. */
    public long keyFramesEncoded() {
        return keyFramesEncoded.sum();
    }

    /** Returns the time spent on encoding. */
    public long encodeNanos() {
        return encodeNanos.sum();
    }

    /** Returns the width of the last encoded picture, or 0 before one. */
    public int width() {
        return width;
    }

    /** Returns the height of the last encoded picture, or 0 before one. */
    public int height() {
        return height;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            synchronized (waiting) {
                waiting.forEach(f -> budget.release(f.i420().length));
                waiting.clear();
            }
            worker.execute(() -> encoder.close());
        }
    }
}
