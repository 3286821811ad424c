package dev.plumb.media.audio;

import java.util.List;

/** Sound for tests, and what can be measured of it. */
final class Tones {
    private Tones() {}

    /** Returns samples of a sine, the same in each channel, that goes on from a sample of the stream. */
    static short[] sine(double hertz, double amplitude, int rateHz, int channels, long from, int count) {
        short[] samples = new short[count * channels];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) (from + i / channels) / rateHz;
            samples[i] = (short) Math.round(32_767 * amplitude * Math.sin(2 * Math.PI * hertz * t));
        }
        return samples;
    }

    /** Returns the samples of frames, one after the other. */
    static short[] joined(List<AudioFrame> frames) {
        int length = frames.stream().mapToInt(f -> f.samples().length).sum();
        short[] all = new short[length];
        int at = 0;
        for (AudioFrame f : frames) {
            System.arraycopy(f.samples(), 0, all, at, f.samples().length);
            at += f.samples().length;
        }
        return all;
    }

    /** Returns the root mean square of a range, 0 to 1. */
    static double level(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / Math.max(1, to - from)) / 32_768;
    }

    /** Returns the lowest level of the pieces that a range is cut into. */
    static double lowestLevel(short[] samples, int from, int to, int piece) {
        double lowest = Double.MAX_VALUE;
        for (int at = from; at + piece <= to; at += piece) {
            lowest = Math.min(lowest, level(samples, at, at + piece));
        }
        return lowest;
    }

    /** Returns the first sample that is not silence; the length where all is. */
    static int firstSound(short[] samples) {
        int at = 0;
        while (at < samples.length && samples[at] == 0) {
            at++;
        }
        return at;
    }

    /** Returns the sample after the last one that is not silence; 0 where all is. */
    static int endOfSound(short[] samples) {
        int at = samples.length;
        while (at > 0 && samples[at - 1] == 0) {
            at--;
        }
        return at;
    }

    /** Returns the largest step from one sample to the next. */
    static int largestStep(short[] samples) {
        int largest = 0;
        for (int i = 1; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
        }
        return largest;
    }
}
