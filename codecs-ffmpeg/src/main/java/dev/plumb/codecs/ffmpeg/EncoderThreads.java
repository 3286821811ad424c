package dev.plumb.codecs.ffmpeg;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The allotment of threads to encoders. An encoder's threads wait for one another by spinning. More threads than there
 * are free cores, or than a picture has work for, cost far more than they gain.
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

    /** Returns the instance shared by the whole process. */
    static EncoderThreads ofProcess() {
        return PROCESS;
    }

    /**
     * Reserves as many threads as a picture size is worth, but at most {@code atMost} and at most the free cores minus
     * one. It always reserves at least one. The caller must give them back.
     */
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
