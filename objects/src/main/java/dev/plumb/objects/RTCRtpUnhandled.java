package dev.plumb.objects;

/**
 * A stream that is for none of the receivers of a transport.
 *
 * @param muxId the MID that it names; empty for none
 * @param rid likewise
 * @param payloadType the payload type of the packet that was received
 * @param ssrc the SSRC of the stream
 * @spec https://draft.ortc.org/#rtcrtpunhandledevent* ORTC 8.3, RTCRtpUnhandledEvent
 */
public record RTCRtpUnhandled(String muxId, String rid, int payloadType, long ssrc) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCRtpUnhandled {
        RTCException.requirePresent("RTCRtpUnhandled", "muxId", muxId, "rid", rid);
    }
}
