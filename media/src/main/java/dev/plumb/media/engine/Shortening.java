package dev.plumb.media.engine;

import dev.plumb.media.audio.AudioFrame;
import java.util.Arrays;

/**
 * A time compressor that shortens a frame of sound without changing its pitch. It leaves out a stretch after which the
 * sound continues as it did before the stretch, and cross-fades between the two. Where no such stretch exists, a
 * limited number of frames in a row is left unchanged.
 */
final class Shortening {
    private static final int STEPS = 4;
    private static final double ALIKE = 0.6;
    private static final double QUIET = 30;
    private static final int REFUSALS_AT_MOST = 10;

    private int refusals;

    /** Returns the frame shortened by at most {@code nanos}, or the frame itself if no good place is found. */
    AudioFrame shorten(AudioFrame frame, long nanos) {
        int count = frame.samplesPerChannel();
        int fade = frame.sampleRateHz() / 200;
        int least = frame.sampleRateHz() / 400;
        int most = (int) Math.min(nanos * frame.sampleRateHz() / 1_000_000_000L, count - fade);
        if (most < least) {
            return frame;
        }
        int best = least;
        double bestLikeness = -1;
        for (int lag = least; lag <= most; lag += STEPS / 2) {
            double likeness = likeness(frame, lag, fade);
            if (likeness >= bestLikeness) {
                bestLikeness = likeness;
                best = lag;
            }
        }
        if (bestLikeness < ALIKE && ++refusals <= REFUSALS_AT_MOST) {
            return frame;
        }
        refusals = 0;
        return without(frame, best, fade);
    }

    /**
     * Returns the similarity of the beginning to the sound {@code lag} samples later, up to 1. Quiet sound is similar
     * everywhere.
     */
    private static double likeness(AudioFrame frame, int lag, int fade) {
        short[] x = frame.samples();
        int c = frame.channels();
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < fade; i += STEPS) {
            double a = x[i * c];
            double b = x[(i + lag) * c];
            product += a * b;
            first += a * a;
            second += b * b;
        }
        double quiet = QUIET * QUIET * fade / STEPS;
        return first < quiet && second < quiet ? 1 : product / Math.sqrt(Math.max(1, first) * Math.max(1, second));
    }

    private static AudioFrame without(AudioFrame frame, int lag, int fade) {
        int c = frame.channels();
        short[] x = frame.samples();
        short[] out = Arrays.copyOfRange(x, lag * c, x.length);
        for (int i = 0; i < fade * c; i++) {
            int at = i / c;
            out[i] = (short) ((x[i] * (fade - at) + out[i] * at) / fade);
        }
        return new AudioFrame(out, frame.sampleRateHz(), c, frame.timestampNanos());
    }
}
