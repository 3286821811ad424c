package dev.plumb.media.engine;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.video.VideoSink;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The receiving side of pictures: decodes on a worker and delivers. More than {@value #WAITING_AT_MOST} encoded pictures do not wait:
 * then the decoder is too slow, all are dropped, and a key frame is asked for.
 */
public final class VideoReceiver implements AutoCloseable {
    private static final int WAITING_AT_MOST = 30;

    private final Loop worker;
    private final VideoDecoder decoder;
    private final VideoSink sink;
    private final Runnable keyFrameNeeded;
    private final AtomicInteger waiting = new AtomicInteger();
    private boolean needsKeyFrame = true;
    private volatile boolean closed;
    private volatile long framesDecoded;
    private volatile long keyFramesDecoded;
    private volatile long framesDropped;
    private volatile long decodeNanos;
    private volatile int width;
    private volatile int height;

    /**
     * A receiver with a decoder, which it owns.
     *
     * @param worker runs the decoder and calls the sink
     * @param keyFrameNeeded runs, on the worker, when nothing can be decoded before a key frame comes
     */
    public VideoReceiver(Loop worker, VideoDecoder decoder, VideoSink sink, Runnable keyFrameNeeded) {
        this.worker = worker;
        this.decoder = decoder;
        this.sink = sink;
        this.keyFrameNeeded = keyFrameNeeded;
    }

    /** Takes an encoded picture, on any thread, in the order of decoding. */
    public void accept(EncodedPicture picture) {
        if (closed) {
            return;
        }
        int ahead = waiting.getAndIncrement();
        try {
            worker.execute(() -> {
                waiting.decrementAndGet();
                if (!closed) {
                    decode(picture, ahead >= WAITING_AT_MOST);
                }
            });
        } catch (RejectedExecutionException e) {
            // the worker is being ended, with nobody left to see the picture
            framesDropped++;
        }
    }

    private void decode(EncodedPicture picture, boolean overrun) {
        if (overrun || (needsKeyFrame && !picture.keyFrame())) {
            framesDropped++;
            askForKeyFrame();
            return;
        }
        long before = worker.nowNanos();
        boolean decoded = decodeGuarded(picture);
        decodeNanos += worker.nowNanos() - before;
        if (decoded) {
            keyFramesDecoded += picture.keyFrame() ? 1 : 0;
            needsKeyFrame = false;
        } else {
            framesDropped++;
            askForKeyFrame();
        }
    }

    /** A picture that fails is one that is broken. */
    private boolean decodeGuarded(EncodedPicture picture) {
        try {
            return decoder.decode(picture, frame -> {
                framesDecoded++;
                width = frame.width();
                height = frame.height();
                sink.accept(frame);
            });
        } catch (RuntimeException e) {
            System.getLogger(VideoReceiver.class.getName()).log(System.Logger.Level.WARNING, "decoding failed", e);
            return false;
        }
    }

    private void askForKeyFrame() {
        needsKeyFrame = true;
        keyFrameNeeded.run();
    }

    /** Pictures decoded. */
    public long framesDecoded() {
        return framesDecoded;
    }

    /** Those among them that were key frames. */
    public long keyFramesDecoded() {
        return keyFramesDecoded;
    }

    /** Encoded pictures that were not decoded. */
    public long framesDropped() {
        return framesDropped;
    }

    /** Time spent on decoding. */
    public long decodeNanos() {
        return decodeNanos;
    }

    /** Width of the last picture; 0 before. */
    public int width() {
        return width;
    }

    /** Height of the last picture; 0 before. */
    public int height() {
        return height;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            worker.execute(decoder::close);
        }
    }
}
