package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;

/**
 * A header extension, and whether it is to be negotiated.
 *
 * @param uri the URI that names it
 * @param direction the direction in which it is used; stopped for not at all
 * @spec https://www.w3.org/TR/webrtc-extensions/#rtp-header-extension-control WebRTC Extensions 6, RTP header extension control
 */
public record RTCRtpHeaderExtensionCapability(String uri, RTCRtpTransceiverDirection direction) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCRtpHeaderExtensionCapability {
        RTCException.requirePresent("RTCRtpHeaderExtensionCapability", "uri", uri, "direction", direction);
    }
}
