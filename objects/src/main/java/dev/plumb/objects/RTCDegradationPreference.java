package dev.plumb.objects;

/**
 * The property that a video sender degrades first where there is too little bandwidth or time.
 *
 * @spec https://w3c.github.io/mst-content-hint/#rtcdegradationpreference MediaStreamTrack Content Hints, RTCDegradationPreference
 */
public enum RTCDegradationPreference implements SpecName {
    /** Reduces the size and keeps the frame rate. */
    MAINTAIN_FRAMERATE,
    /** Reduces the frame rate and keeps the size. */
    MAINTAIN_RESOLUTION,
    /** Both go down. */
    BALANCED
}
