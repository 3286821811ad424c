package dev.plumb.objects;

import java.util.OptionalLong;

/**
 * Retransmissions of a stream.
 *
 * @param ssrc the SSRC of the repair stream. Where it is empty, a sender chooses it and a receiver learns it
 * @spec https://draft.ortc.org/#rtcrtprtxparameters* ORTC 9.11, The RTCRtpRtxParameters Dictionary
 */
public record RTCRtpRtxParameters(OptionalLong ssrc) {
    public RTCRtpRtxParameters {
        RTCException.requirePresent("RTCRtpRtxParameters", "ssrc", ssrc);
        RTCRtpEncodingParameters.requireSsrc(ssrc);
    }

    /** Returns the parameters with an SSRC. */
    public static RTCRtpRtxParameters of(long ssrc) {
        return new RTCRtpRtxParameters(OptionalLong.of(ssrc));
    }
}
