package dev.plumb.media.engine;

/**
 * The largest pictures that a receiver takes. A limit that does not apply is {@link Integer#MAX_VALUE} or {@link Long#MAX_VALUE}.
 *
 * @param maxWidth pixels, of a picture that is wider than high; of the height of one that is not
 * @param maxHeight pixels, of a picture that is wider than high; of the width of one that is not
 * @param maxPixels width times height
 * @param maxMacroblocks squares of 16 by 16 pixels, those cut at the edges included
 * @param maxMacroblockSide of these, along one side
 * @param maxMacroblocksPerSecond of these, over all pictures of a second
 */
public record PictureLimits(
        int maxWidth,
        int maxHeight,
        long maxPixels,
        long maxMacroblocks,
        long maxMacroblockSide,
        long maxMacroblocksPerSecond) {
    /** No limit. */
    public static final PictureLimits NONE = new PictureLimits(
            Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int MACROBLOCK = 16;
    private static final double STEP = 1.02;

    /** Returns the limits of so many macroblocks, a side of which is at most the root of eight times as many. */
    public PictureLimits withMacroblocks(long macroblocks) {
        return new PictureLimits(
                maxWidth,
                maxHeight,
                maxPixels,
                Math.min(maxMacroblocks, macroblocks),
                Math.min(maxMacroblockSide, (long) Math.sqrt(8.0 * macroblocks)),
                maxMacroblocksPerSecond);
    }

    /** Returns the limits with so many macroblocks a second. */
    public PictureLimits withMacroblocksPerSecond(long perSecond) {
        return new PictureLimits(
                maxWidth,
                maxHeight,
                maxPixels,
                maxMacroblocks,
                maxMacroblockSide,
                Math.min(maxMacroblocksPerSecond, perSecond));
    }

    /** Returns the least scale, at or above {@code wanted}, at which a picture of that size is within the limits. */
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

    /** Returns how many pictures of that size a second has at most. */
    double framesPerSecondFor(int width, int height) {
        return maxMacroblocksPerSecond == Long.MAX_VALUE
                ? Double.POSITIVE_INFINITY
                : (double) maxMacroblocksPerSecond / (macroblocks(width) * macroblocks(height));
    }

    private static long macroblocks(int pixels) {
        return (pixels + MACROBLOCK - 1L) / MACROBLOCK;
    }
}
