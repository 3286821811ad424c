package dev.plumb.objects;

/**
 * A server that did not help.
 *
 * @param hostCandidate the address and port it was asked from; empty where it was not asked
 * @param url the server's URL
 * @param errorCode a STUN error code, or 701 where the server was not reached
 * @param errorText a human-readable message
 * @spec https://www.w3.org/TR/webrtc/#rtcpeerconnectioniceerrorevent WebRTC, RTCPeerConnectionIceErrorEvent
 */
public record RTCIceCandidateError(String hostCandidate, String url, int errorCode, String errorText) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCIceCandidateError {
        RTCException.requirePresent(
                "RTCIceCandidateError", "hostCandidate", hostCandidate, "url", url, "errorText", errorText);
    }
}
