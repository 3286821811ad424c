package dev.plumb.objects;

import java.util.OptionalLong;

/**
 * Retransmissions of a stream.
 *
 * @param ssrc of the repair stream; chosen where a sender's is empty, learnt where a receiver's is
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
