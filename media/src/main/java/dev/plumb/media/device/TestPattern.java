package dev.plumb.media.device;

import dev.plumb.media.video.VideoFrame;
import java.util.OptionalInt;

/**
 * Pictures that can be told apart after coding: colour bars, a disc that moves, and the picture's number as 16 large
 * squares along the top (white is one, most significant first), followed by their complement as a check.
 */
public final class TestPattern {
    /** Numbers go from 0 to this. */
    public static final int HIGHEST_NUMBER = 0xffff;

    private static final int BITS = 16;
    private static final int[][] BARS = {
        {180, 128, 128}, {162, 44, 142}, {131, 156, 44}, {112, 72, 58}, {84, 184, 198}, {65, 100, 212}, {35, 212, 114}
    };
    private static final int BLACK = 24;
    private static final int WHITE = 226;
    private static final int THRESHOLD = (BLACK + WHITE) / 2;

    private TestPattern() {}

    /**
     * Draws a picture.
     *
     * @param number 0 to {@link #HIGHEST_NUMBER}; decides where the disc is, too
     * @param width pixels, at least 64
     * @param height pixels, at least 64
     */
    public static VideoFrame draw(int number, int width, int height, long timestampNanos) {
        byte[] data = new byte[VideoFrame.bytesOf(width, height)];
        VideoFrame frame = new VideoFrame(data, width, height, timestampNanos);
        int chromaWidth = frame.chromaStride();
        int chromaHeight = (height + 1) / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                data[y * width + x] = (byte) BARS[x * BARS.length / width][0];
            }
        }
        for (int y = 0; y < chromaHeight; y++) {
            for (int x = 0; x < chromaWidth; x++) {
                int[] bar = BARS[x * BARS.length / chromaWidth];
                data[frame.uOffset() + y * chromaWidth + x] = (byte) bar[1];
                data[frame.vOffset() + y * chromaWidth + x] = (byte) bar[2];
            }
        }
        drawDisc(frame, number);
        drawNumber(frame, number);
        return frame;
    }

    private static void drawDisc(VideoFrame frame, int number) {
        int radius = frame.height() / 8;
        double angle = number * 2 * Math.PI / 90;
        int centreX = (int) (frame.width() * (0.5 + 0.3 * Math.cos(angle)));
        int centreY = (int) (frame.height() * (0.6 + 0.2 * Math.sin(angle)));
        for (int y = Math.max(0, centreY - radius); y < Math.min(frame.height(), centreY + radius); y++) {
            for (int x = Math.max(0, centreX - radius); x < Math.min(frame.width(), centreX + radius); x++) {
                int dx = x - centreX;
                int dy = y - centreY;
                if (dx * dx + dy * dy < radius * radius) {
                    frame.i420()[y * frame.width() + x] = (byte) WHITE;
                    int chroma = y / 2 * frame.chromaStride() + x / 2;
                    frame.i420()[frame.uOffset() + chroma] = (byte) 128;
                    frame.i420()[frame.vOffset() + chroma] = (byte) 128;
                }
            }
        }
    }

    private static void drawNumber(VideoFrame frame, int number) {
        int size = square(frame);
        for (int bit = 0; bit < BITS; bit++) {
            boolean one = (number >> (BITS - 1 - bit) & 1) == 1;
            fill(frame, bit * size, 0, size, one ? WHITE : BLACK);
            fill(frame, bit * size, size, size, one ? BLACK : WHITE);
        }
    }

    private static int square(VideoFrame frame) {
        return frame.width() / BITS;
    }

    private static void fill(VideoFrame frame, int left, int top, int size, int luma) {
        for (int y = top; y < top + size; y++) {
            for (int x = left; x < left + size; x++) {
                frame.i420()[y * frame.width() + x] = (byte) luma;
                int chroma = y / 2 * frame.chromaStride() + x / 2;
                frame.i420()[frame.uOffset() + chroma] = (byte) 128;
                frame.i420()[frame.vOffset() + chroma] = (byte) 128;
            }
        }
    }

    /** Reads the number out of a picture that went through a codec, of whatever size; empty where it cannot be read. */
    public static OptionalInt numberIn(VideoFrame frame) {
        int size = square(frame);
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            boolean one = mean(frame, bit * size, 0, size) > THRESHOLD;
            boolean check = mean(frame, bit * size, size, size) > THRESHOLD;
            if (one == check) {
                return OptionalInt.empty();
            }
            number = number << 1 | (one ? 1 : 0);
        }
        return OptionalInt.of(number);
    }

    private static int mean(VideoFrame frame, int left, int top, int size) {
        int margin = size / 4;
        int sum = 0;
        int count = 0;
        for (int y = top + margin; y < top + size - margin; y++) {
            for (int x = left + margin; x < left + size - margin; x++) {
                sum += frame.luma(x, y);
                count++;
            }
        }
        return count == 0 ? THRESHOLD : sum / count;
    }
}
