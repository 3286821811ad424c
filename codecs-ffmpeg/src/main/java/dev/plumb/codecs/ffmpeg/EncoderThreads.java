package dev.plumb.codecs.ffmpeg;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads an encoder is worth. Encoders' threads wait for one another by spinning, so that more of them than cores are free, or
 * than a picture has work for, cost far more than they gain.
 */
final class EncoderThreads {
    private static final int PIXELS_FOR_TWO = 640 * 480;
    private static final int PIXELS_FOR_FOUR = 1280 * 720;
    private static final EncoderThreads PROCESS =
            new EncoderThreads(Runtime.getRuntime().availableProcessors());

    private final int cores;
    private final AtomicInteger taken = new AtomicInteger();

    EncoderThreads(int cores) {
        this.cores = cores;
    }

    /** Those of this process. */
    static EncoderThreads ofProcess() {
        return PROCESS;
    }

    /** Takes as many as pictures of a size are worth, of the cores that are free but one; one at least. To be given back. */
    int take(int width, int height, int atMost) {
        long pixels = (long) width * height;
        int worth = pixels <= PIXELS_FOR_TWO ? 1 : pixels <= PIXELS_FOR_FOUR ? 2 : 4;
        int wanted = Math.min(worth, atMost);
        int before = taken.getAndUpdate(t -> t + threads(wanted, t));
        return threads(wanted, before);
    }

    private int threads(int wanted, int alreadyTaken) {
        return Math.clamp(cores - 1L - alreadyTaken, 1, Math.max(1, wanted));
    }

    void giveBack(int threads) {
        taken.addAndGet(-threads);
    }
}
