package dev.plumb.media.audio;

import java.nio.ShortBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/** Samples of any formats, in order, up to a duration. Used by one thread at a time. */
final class PcmQueue {
    private static final int FIRST_BLOCK_SAMPLES = 16;
    private static final int USUAL_BLOCK_SAMPLES = 4_096;
    /** The most blocks to which a change of format adds one, so that many short pieces take little memory. */
    private static final int BLOCKS_AT_MOST = 4_096;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long capacityNanos;
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private long nanos;

    /** Samples of one format. */
    private static final class Block {
        final int rateHz;
        final int channels;
        final short[] samples;
        int from;
        int to;

        Block(int rateHz, int channels, int length) {
            this.rateHz = rateHz;
            this.channels = channels;
            this.samples = new short[length];
        }

        boolean isOf(int otherRateHz, int otherChannels) {
            return rateHz == otherRateHz && channels == otherChannels;
        }

        long nanos() {
            return (to - from) / channels * SECOND_NANOS / rateHz;
        }
    }

    PcmQueue(long capacityNanos) {
        this.capacityNanos = capacityNanos;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** Returns the duration of the samples. */
    long nanos() {
        return nanos;
    }

    /** Copies samples from a buffer as far as there is room, and moves its position. */
    void offer(ShortBuffer in, int rateHz, int channels) {
        long room = Math.max(0, capacityNanos - nanos) * rateHz / SECOND_NANOS * channels;
        Block newest = blocks.peekLast();
        if (newest != null && !newest.isOf(rateHz, channels) && blocks.size() >= BLOCKS_AT_MOST) {
            return;
        }
        int left = (int) Math.min(in.remaining(), room);
        while (left > 0) {
            Block block = blockFor(rateHz, channels, left);
            int count = Math.min(left, block.samples.length - block.to);
            nanos -= block.nanos();
            in.get(block.samples, block.to, count);
            block.to += count;
            nanos += block.nanos();
            left -= count;
        }
    }

    private Block blockFor(int rateHz, int channels, int wanted) {
        Block last = blocks.peekLast();
        if (last != null && last.isOf(rateHz, channels) && last.to < last.samples.length) {
            return last;
        }
        int length = last != null && last.isOf(rateHz, channels)
                ? Math.min(USUAL_BLOCK_SAMPLES, 2 * last.samples.length)
                : FIRST_BLOCK_SAMPLES;
        Block added = new Block(rateHz, channels, Math.max(length, wanted));
        blocks.add(added);
        return added;
    }

    /**
     * Removes and returns samples of about this duration, at least one for each channel. The queue must not be empty.
     */
    AudioFrame take(long wantedNanos) {
        Block first = blocks.element();
        long wanted = (wantedNanos * first.rateHz + SECOND_NANOS - 1) / SECOND_NANOS;
        int count = (int) Math.min(first.to - first.from, Math.max(1, wanted) * first.channels);
        nanos -= first.nanos();
        short[] taken = Arrays.copyOfRange(first.samples, first.from, first.from + count);
        first.from += count;
        nanos += first.nanos();
        if (first.from == first.to) {
            blocks.remove();
        }
        return new AudioFrame(taken, first.rateHz, first.channels, 0);
    }

    void clear() {
        blocks.clear();
        nanos = 0;
    }
}
