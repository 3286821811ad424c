package dev.plumb.objects;

import java.util.List;

/**
 * A STUN or TURN server. TURN is not spoken yet: its URLs are accepted and gather nothing.
 *
 * @param urls such as {@code stun:stun.example.org:3478}
 * @param username for TURN; empty for none
 * @param credential for TURN; empty for none
 * @spec https://www.w3.org/TR/webrtc/#dom-rtciceserver WebRTC, RTCIceServer Dictionary
 */
public record RTCIceServer(List<String> urls, String username, String credential) {
    public RTCIceServer {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new RTCException(RTCException.Name.SYNTAX, "an ICE server needs at least one URL");
        }
        urls.forEach(ServerUrl::parse);
        boolean turn = urls.stream().anyMatch(u -> u.startsWith("turn"));
        if (turn && (username.isEmpty() || credential.isEmpty())) {
            throw RTCException.invalidAccess("a TURN server needs a username and a credential");
        }
    }

    /** A server that needs no credentials. */
    public RTCIceServer(String url) {
        this(List.of(url), "", "");
    }
}
