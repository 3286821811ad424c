package dev.plumb.objects;

/**
 * The state of a track: live or ended.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#dom-mediastreamtrackstate Media Capture, MediaStreamTrackState
 */
public enum MediaStreamTrackState implements SpecName {
    /** It may. */
    LIVE,
    /** It never will again. */
    ENDED
}
