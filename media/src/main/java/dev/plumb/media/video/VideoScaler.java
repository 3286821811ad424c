package dev.plumb.media.video;

/** A scaler that makes pictures smaller, by the mean of the pixels that fall together. */
public final class VideoScaler {
    private VideoScaler() {}

    /**
     * Returns the picture with width and height divided and made even, or the same picture if nothing changes.
     *
     * @param scale the divisor; 1 or more
     */
    public static VideoFrame down(VideoFrame frame, double scale) {
        int width = even(frame.width() / scale);
        int height = even(frame.height() / scale);
        if (scale <= 1 || (width == frame.width() && height == frame.height())) {
            return frame;
        }
        byte[] data = new byte[VideoFrame.bytesOf(width, height)];
        VideoFrame target = new VideoFrame(data, width, height, frame.timestampNanos());
        plane(frame.i420(), 0, frame.width(), frame.height(), data, 0, width, height);
        int chromaHeight = (frame.height() + 1) / 2;
        int targetChromaHeight = (height + 1) / 2;
        plane(
                frame.i420(),
                frame.uOffset(),
                frame.chromaStride(),
                chromaHeight,
                data,
                target.uOffset(),
                target.chromaStride(),
                targetChromaHeight);
        plane(
                frame.i420(),
                frame.vOffset(),
                frame.chromaStride(),
                chromaHeight,
                data,
                target.vOffset(),
                target.chromaStride(),
                targetChromaHeight);
        return target;
    }

    /**
     * Rounds a size down to an even number, at least 2. Rounding up could exceed a limit that the scale was chosen for.
     */
    private static int even(double size) {
        return Math.max(2, 2 * (int) (size / 2 + 1e-6));
    }

    private static void plane(
            byte[] from, int fromAt, int fromWidth, int fromHeight, byte[] to, int toAt, int toWidth, int toHeight) {
        for (int y = 0; y < toHeight; y++) {
            int top = y * fromHeight / toHeight;
            int bottom = Math.max(top + 1, (y + 1) * fromHeight / toHeight);
            for (int x = 0; x < toWidth; x++) {
                int left = x * fromWidth / toWidth;
                int right = Math.max(left + 1, (x + 1) * fromWidth / toWidth);
                int sum = 0;
                for (int v = top; v < bottom; v++) {
                    for (int u = left; u < right; u++) {
                        sum += from[fromAt + v * fromWidth + u] & 0xff;
                    }
                }
                to[toAt + y * toWidth + x] = (byte) (sum / ((bottom - top) * (right - left)));
            }
        }
    }
}
