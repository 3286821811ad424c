package dev.plumb.media.video;

/**
 * A picture in I420: a full plane of luma, then two of chroma at half width and half height (rounded up), without
 * padding. The array is not copied and not to be changed.
 *
 * @param i420 {@code width * height} bytes of Y, then U, then V
 * @param width pixels, at least 2
 * @param height pixels, at least 2
 * @param timestampNanos the time at which it was captured or is to be shown, on the clock of its producer
 */
public record VideoFrame(byte[] i420, int width, int height, long timestampNanos) {
    public VideoFrame {
        if (width < 2 || height < 2 || i420.length != bytesOf(width, height)) {
            throw new IllegalArgumentException(i420.length + " bytes are no I420 picture of " + width + "x" + height);
        }
    }

    /** Returns the number of bytes of a picture of this size. */
    public static int bytesOf(int width, int height) {
        return width * height + 2 * chromaBytesOf(width, height);
    }

    private static int chromaBytesOf(int width, int height) {
        return (width + 1) / 2 * ((height + 1) / 2);
    }

    /** Returns the index of the first byte of U. */
    public int uOffset() {
        return width * height;
    }

    /** Returns the index of the first byte of V. */
    public int vOffset() {
        return width * height + chromaBytesOf(width, height);
    }

    /** Returns the number of bytes in a row of U or V. */
    public int chromaStride() {
        return (width + 1) / 2;
    }

    /** Returns the luma at a pixel, 0 to 255. */
    public int luma(int x, int y) {
        return i420[y * width + x] & 0xff;
    }

    /** Returns the same picture with another time. */
    public VideoFrame withTimestampNanos(long nanos) {
        return new VideoFrame(i420, width, height, nanos);
    }

    @Override
    public String toString() {
        return "VideoFrame[" + width + "x" + height + "]";
    }
}
