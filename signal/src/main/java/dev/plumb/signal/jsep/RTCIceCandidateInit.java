package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import java.util.OptionalInt;

/**
 * A candidate as it is signalled.
 *
 * @param candidate the candidate line, such as {@code candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host}; empty for
 *     the end of candidates
 * @param sdpMid the media section's name; empty where not known
 * @param sdpMLineIndex the media section's index, from 0
 * @param usernameFragment the user name fragment of its generation; empty where not known
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicecandidateinit WebRTC, RTCIceCandidateInit Dictionary
 */
public record RTCIceCandidateInit(String candidate, String sdpMid, OptionalInt sdpMLineIndex, String usernameFragment) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCIceCandidateInit {
        RTCException.requirePresent(
                "RTCIceCandidateInit",
                "candidate",
                candidate,
                "sdpMid",
                sdpMid,
                "sdpMLineIndex",
                sdpMLineIndex,
                "usernameFragment",
                usernameFragment);
    }
}
