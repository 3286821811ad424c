package dev.plumb.media.engine;

/**
 * The largest pictures that a receiver accepts. A limit that does not apply is {@link Integer#MAX_VALUE} or
 * {@link Long#MAX_VALUE}.
 *
 * @param maxWidth the largest width in pixels of a picture that is at least as wide as high; of a picture that is
 *     higher than wide, the largest height
 * @param maxHeight the largest height in pixels of a picture that is at least as wide as high; of a picture that is
 *     higher than wide, the largest width
 * @param maxPixels the largest product of width and height
 * @param maxMacroblocks the most macroblocks, squares of 16 by 16 pixels, counting those cut off at the edges
 * @param maxMacroblockSide the most macroblocks along one side
 * @param maxMacroblocksPerSecond the most macroblocks of all pictures in a second
 */
public record PictureLimits(
        int maxWidth,
        int maxHeight,
        long maxPixels,
        long maxMacroblocks,
        long maxMacroblockSide,
        long maxMacroblocksPerSecond) {
    /** No limits. */
    public static final PictureLimits NONE = new PictureLimits(
            Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int MACROBLOCK = 16;
    private static final double STEP = 1.02;

    /**
     * Returns these limits with at most this many macroblocks per picture. A side then has at most the square root of
     * eight times as many.
     */
    public PictureLimits withMacroblocks(long macroblocks) {
        return new PictureLimits(
                maxWidth,
                maxHeight,
                maxPixels,
                Math.min(maxMacroblocks, macroblocks),
                Math.min(maxMacroblockSide, (long) Math.sqrt(8.0 * macroblocks)),
                maxMacroblocksPerSecond);
    }

    /** Returns these limits with at most this many macroblocks per second. */
    public PictureLimits withMacroblocksPerSecond(long perSecond) {
        return new PictureLimits(
                maxWidth,
                maxHeight,
                maxPixels,
                maxMacroblocks,
                maxMacroblockSide,
                Math.min(maxMacroblocksPerSecond, perSecond));
    }

    /**
     * Returns the smallest scale, at or above {@code wanted}, that brings a picture of this size within the limits. The
     * limit of macroblocks is met in steps of two percent.
     */
    double scaleFor(int width, int height, double wanted) {
        double scale = Math.max(wanted, 1);
        int longest = width >= height ? maxWidth : maxHeight;
        int other = width >= height ? maxHeight : maxWidth;
        scale = Math.max(scale, (double) width / longest);
        scale = Math.max(scale, (double) height / other);
        scale = Math.max(scale, Math.sqrt((double) width * height / maxPixels));
        while (!fits((int) Math.ceil(width / scale), (int) Math.ceil(height / scale))) {
            scale *= STEP;
        }
        return scale;
    }

    private boolean fits(int width, int height) {
        if (width <= MACROBLOCK && height <= MACROBLOCK) {
            return true;
        }
        long across = macroblocks(width);
        long down = macroblocks(height);
        return across * down <= maxMacroblocks && across <= maxMacroblockSide && down <= maxMacroblockSide;
    }

    /** Returns the number of pictures of this size per second that the limits allow. */
    double framesPerSecondFor(int width, int height) {
        return maxMacroblocksPerSecond == Long.MAX_VALUE
                ? Double.POSITIVE_INFINITY
                : (double) maxMacroblocksPerSecond / (macroblocks(width) * macroblocks(height));
    }

    private static long macroblocks(int pixels) {
        return (pixels + MACROBLOCK - 1L) / MACROBLOCK;
    }
}
