package dev.plumb.objects;

/**
 * The property that a video sender degrades first where there is too little bandwidth or time.
 *
 * @spec https://w3c.github.io/mst-content-hint/#rtcdegradationpreference MediaStreamTrack Content Hints, RTCDegradationPreference
 */
public enum RTCDegradationPreference implements SpecName {
    /** Size goes down, the frame rate stays. */
    MAINTAIN_FRAMERATE,
    /** The frame rate goes down, size stays. */
    MAINTAIN_RESOLUTION,
    /** Both go down. */
    BALANCED
}
