package dev.plumb.objects;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The largest picture to send. A larger one is scaled down, its aspect ratio kept; a smaller one is sent as it is.
 *
 * @param maxWidth pixels, 1 or more; the longer side where the picture is wider than high, else the shorter one
 * @param maxHeight pixels, 1 or more
 * @param maxPixels width times height, 1 or more; not in the specification
 * @spec https://www.w3.org/TR/webrtc-extensions/#rtcrtpencodingparameters-dictionary WebRTC Extensions, RTCResolutionRestriction
 */
public record RTCResolutionRestriction(OptionalInt maxWidth, OptionalInt maxHeight, OptionalLong maxPixels) {
    /** No restriction. */
    public static final RTCResolutionRestriction NONE =
            new RTCResolutionRestriction(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());

    /**
     * Checks the ranges.
     *
     * @throws RTCException RangeError where a limit is below 1
     */
    public RTCResolutionRestriction {
        RTCException.requirePresent(
                "RTCResolutionRestriction", "maxWidth", maxWidth, "maxHeight", maxHeight, "maxPixels", maxPixels);
        if (maxWidth.orElse(1) < 1 || maxHeight.orElse(1) < 1 || maxPixels.orElse(1) < 1) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR,
                    "maxWidth, maxHeight and maxPixels must be 1 or more, not " + maxWidth + ", " + maxHeight + ", "
                            + maxPixels);
        }
    }

    /** Returns the restriction to a width and a height, in pixels. */
    public static RTCResolutionRestriction of(int maxWidth, int maxHeight) {
        return new RTCResolutionRestriction(OptionalInt.of(maxWidth), OptionalInt.of(maxHeight), OptionalLong.empty());
    }

    /** Returns what both restrictions allow. */
    public RTCResolutionRestriction and(RTCResolutionRestriction other) {
        return new RTCResolutionRestriction(
                least(maxWidth, other.maxWidth),
                least(maxHeight, other.maxHeight),
                maxPixels.isEmpty() || other.maxPixels.isEmpty()
                        ? maxPixels.isEmpty() ? other.maxPixels : maxPixels
                        : OptionalLong.of(Math.min(maxPixels.getAsLong(), other.maxPixels.getAsLong())));
    }

    private static OptionalInt least(OptionalInt a, OptionalInt b) {
        return a.isEmpty() || b.isEmpty() ? a.isEmpty() ? b : a : OptionalInt.of(Math.min(a.getAsInt(), b.getAsInt()));
    }
}
