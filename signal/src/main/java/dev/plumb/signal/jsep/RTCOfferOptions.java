package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import java.util.Optional;

/**
 * The options of an offer.
 *
 * @param iceRestart whether new candidates are to be gathered and checked
 * @param offerToReceiveAudio whether audio is to be received, as scripts asked before there were transceivers; empty if
 *     not set
 * @param offerToReceiveVideo whether video is to be received; empty if not set
 * @spec https://www.w3.org/TR/webrtc/#legacy-configuration-extensions WebRTC 4.4.3.3, Legacy configuration extensions
 */
public record RTCOfferOptions(
        boolean iceRestart, Optional<Boolean> offerToReceiveAudio, Optional<Boolean> offerToReceiveVideo) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCOfferOptions {
        RTCException.requirePresent(
                "RTCOfferOptions",
                "offerToReceiveAudio",
                offerToReceiveAudio,
                "offerToReceiveVideo",
                offerToReceiveVideo);
    }

    /** Nothing special. */
    public static final RTCOfferOptions DEFAULT = new RTCOfferOptions(false);

    /** Creates options with an ICE restart, or without one. */
    public RTCOfferOptions(boolean iceRestart) {
        this(iceRestart, Optional.empty(), Optional.empty());
    }
}
