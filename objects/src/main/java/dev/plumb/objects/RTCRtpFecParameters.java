package dev.plumb.objects;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Forward error correction of a stream.
 *
 * @param ssrc the SSRC of the repair stream; empty where it shares the media's
 * @param mechanism {@code red}, {@code red+ulpfec} or {@code flexfec}
 * @spec https://draft.ortc.org/#rtcrtpfecparameters* ORTC 9.10, The RTCRtpFecParameters Dictionary
 */
public record RTCRtpFecParameters(OptionalLong ssrc, String mechanism) {
    private static final Set<String> MECHANISMS = Set.of("red", "red+ulpfec", "flexfec");

    public RTCRtpFecParameters {
        RTCException.requirePresent("RTCRtpFecParameters", "ssrc", ssrc, "mechanism", mechanism);
        RTCRtpEncodingParameters.requireSsrc(ssrc);
        if (!MECHANISMS.contains(mechanism)) {
            throw RTCException.typeError("a FEC mechanism is one of " + MECHANISMS + ", not " + mechanism);
        }
    }
}
