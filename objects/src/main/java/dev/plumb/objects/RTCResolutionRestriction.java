package dev.plumb.objects;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A limit on the size of the pictures to send. A larger picture is scaled down with its aspect ratio kept; a smaller
 * one is sent as it is.
 *
 * @param maxWidth the most pixels of the longer side: the width of a landscape picture, the height of a portrait one;
 *     1 or more
 * @param maxHeight the most pixels of the shorter side, 1 or more
 * @param maxPixels the most pixels of the picture, width times height, 1 or more; not in the specification
 * @spec https://www.w3.org/TR/webrtc-extensions/#rtcrtpencodingparameters-dictionary WebRTC Extensions, RTCResolutionRestriction
 */
public record RTCResolutionRestriction(OptionalInt maxWidth, OptionalInt maxHeight, OptionalLong maxPixels) {
    /** A restriction that allows every size. */
    public static final RTCResolutionRestriction NONE =
            new RTCResolutionRestriction(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());

    /**
     * Checks the ranges of the limits.
     *
     * @throws RTCException RangeError where a limit is below 1; TypeError where a member is null
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

    /** Returns a restriction of the longer side to a width and of the shorter side to a height, in pixels. */
    public static RTCResolutionRestriction of(int maxWidth, int maxHeight) {
        return new RTCResolutionRestriction(OptionalInt.of(maxWidth), OptionalInt.of(maxHeight), OptionalLong.empty());
    }

    /** Returns a restriction that allows only the sizes that both restrictions allow. */
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
