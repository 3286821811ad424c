package dev.plumb.objects;

/** Whether a track still gives media. */
public enum MediaStreamTrackState implements SpecName {
    /** It may. */
    LIVE,
    /** It never will again. */
    ENDED
}
