package dev.plumb.media.engine;

import java.util.concurrent.atomic.AtomicLong;

/** The limits of an agent on the size of pictures and on the bytes of raw pictures that wait. Safe on any thread. */
public final class PictureBudget {
    /** The most pixels of a picture by default: 4096x2304, the limit of H.264 level 5.1. */
    public static final long DEFAULT_PIXELS = 4_096L * 2_304;
    /** The most bytes of raw pictures that may wait by default. */
    public static final long DEFAULT_WAITING_BYTES = 256L << 20;

    private static final int MACROBLOCK_PIXELS = 256;

    private volatile long pixels = DEFAULT_PIXELS;
    private volatile long waitingBytesAtMost = DEFAULT_WAITING_BYTES;
    private final AtomicLong waitingBytes = new AtomicLong();

    /** Creates a budget with the default limits. */
    public PictureBudget() {}

    /**
     * Sets both limits.
     *
     * @param pixelsAtMost the most pixels of a picture that is decoded, at least 256
     * @param rawBytesAtMost the most bytes of all raw pictures that wait for encoders
     */
    public void limits(long pixelsAtMost, long rawBytesAtMost) {
        if (pixelsAtMost < MACROBLOCK_PIXELS || rawBytesAtMost < 0) {
            throw new IllegalArgumentException("pixelsAtMost must be 256 or more and rawBytesAtMost 0 or more, not "
                    + pixelsAtMost + " and " + rawBytesAtMost);
        }
        pixels = pixelsAtMost;
        waitingBytesAtMost = rawBytesAtMost;
    }

    /** Returns the most macroblocks of a picture that is accepted. */
    public long macroblocks() {
        return pixels / MACROBLOCK_PIXELS;
    }

    /** Returns whether the limit on pixels differs from the default. */
    public boolean isLimited() {
        return pixels != DEFAULT_PIXELS;
    }

    /**
     * Returns whether a picture of this size is accepted. A picture of unknown size, 0 by 0, is accepted until its
     * decoder knows the size.
     */
    public boolean takes(int width, int height) {
        return (long) ((width + 15) / 16) * ((height + 15) / 16) <= macroblocks();
    }

    /**
     * Reserves room for a picture that is to wait. Returns false if there is none. There is always room for a single
     * picture.
     */
    boolean reserve(long bytes) {
        if (waitingBytes.addAndGet(bytes) <= waitingBytesAtMost || waitingBytes.get() == bytes) {
            return true;
        }
        waitingBytes.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        waitingBytes.addAndGet(-bytes);
    }
}
