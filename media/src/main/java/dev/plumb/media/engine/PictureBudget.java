package dev.plumb.media.engine;

import java.util.concurrent.atomic.AtomicLong;

/** How large pictures may be that an agent takes, and how many bytes of raw ones may wait in it. Safe on any thread. */
public final class PictureBudget {
    /** The pixels of a picture that is taken where nothing else is said: 4096x2304, level 5.1 of H.264. */
    public static final long DEFAULT_PIXELS = 4_096L * 2_304;
    /** The bytes of raw pictures that wait where nothing else is said. */
    public static final long DEFAULT_WAITING_BYTES = 256L << 20;

    private static final int MACROBLOCK_PIXELS = 256;

    private volatile long pixels = DEFAULT_PIXELS;
    private volatile long waitingBytesAtMost = DEFAULT_WAITING_BYTES;
    private final AtomicLong waitingBytes = new AtomicLong();

    /** The defaults. */
    public PictureBudget() {}

    /**
     * Sets both limits.
     *
     * @param pixelsAtMost of a picture that is decoded, at least 256
     * @param rawBytesAtMost of the pictures that wait for an encoder, all together
     */
    public void limits(long pixelsAtMost, long rawBytesAtMost) {
        if (pixelsAtMost < MACROBLOCK_PIXELS || rawBytesAtMost < 0) {
            throw new IllegalArgumentException("pictures of " + pixelsAtMost + " pixels, of which " + rawBytesAtMost
                    + " bytes wait: allow 256 pixels and 0 bytes at least");
        }
        pixels = pixelsAtMost;
        waitingBytesAtMost = rawBytesAtMost;
    }

    /** The macroblocks of the largest picture that is taken. */
    public long macroblocks() {
        return pixels / MACROBLOCK_PIXELS;
    }

    /** Whether the default was changed. */
    public boolean isLimited() {
        return pixels != DEFAULT_PIXELS;
    }

    /** Whether a picture is taken; one of unknown size is, until its decoder knows. */
    public boolean takes(int width, int height) {
        return (long) ((width + 15) / 16) * ((height + 15) / 16) <= macroblocks();
    }

    /** Takes room for a picture that is to wait; false where there is none. One picture always has room. */
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
