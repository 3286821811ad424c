package dev.plumb.signal.jsep;

/**
 * What an offer is to do.
 *
 * @param iceRestart whether new candidates are to be gathered and checked
 */
public record RTCOfferOptions(boolean iceRestart) {
    /** Nothing special. */
    public static final RTCOfferOptions DEFAULT = new RTCOfferOptions(false);
}
