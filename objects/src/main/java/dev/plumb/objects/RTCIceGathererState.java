package dev.plumb.objects;

/**
 * State of a gatherer.
 *
 * @spec https://draft.ortc.org/#rtcicegathererstate* ORTC, The RTCIceGathererState Enum
 */
public enum RTCIceGathererState implements SpecName {
    /** Gathers nothing yet. */
    NEW,
    /** Candidates may still come. */
    GATHERING,
    /** All candidates are known for now. */
    COMPLETE,
    /** The gatherer is closed. */
    CLOSED
}
