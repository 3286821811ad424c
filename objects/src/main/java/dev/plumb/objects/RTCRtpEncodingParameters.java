package dev.plumb.objects;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One stream of a sender or receiver.
 *
 * @param ssrc of the stream; chosen where a sender's is empty, learnt where a receiver's is
 * @param rtxSsrc of its retransmissions
 * @param codecPayloadType which codec; the first real one where empty
 * @param active whether it is sent
 * @param rid its name within the media section; empty for none
 * @param maxBitrateBps the most it may take, in bits a second
 * @param maxFramerate pictures a second at most
 * @param resolutionScale by which width and height are divided, 1 or more
 * @param priority beside other flows
 */
public record RTCRtpEncodingParameters(
        OptionalLong ssrc,
        OptionalLong rtxSsrc,
        OptionalInt codecPayloadType,
        boolean active,
        String rid,
        OptionalLong maxBitrateBps,
        OptionalDouble maxFramerate,
        double resolutionScale,
        RTCPriorityType priority) {
    /** An active stream about which nothing is said. */
    public static final RTCRtpEncodingParameters DEFAULT = new RTCRtpEncodingParameters(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            true,
            "",
            OptionalLong.empty(),
            OptionalDouble.empty(),
            1,
            RTCPriorityType.LOW);

    public RTCRtpEncodingParameters {
        if (resolutionScale < 1) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR, "resolutionScale is 1 or more, not " + resolutionScale);
        }
        if (!rid.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_') || rid.length() > 255) {
            throw RTCException.typeError("not a rid: " + rid);
        }
    }

    /** The same with an SSRC. */
    public RTCRtpEncodingParameters withSsrc(long newSsrc) {
        return new RTCRtpEncodingParameters(
                OptionalLong.of(newSsrc),
                rtxSsrc,
                codecPayloadType,
                active,
                rid,
                maxBitrateBps,
                maxFramerate,
                resolutionScale,
                priority);
    }

    /** The same with an SSRC for retransmissions. */
    public RTCRtpEncodingParameters withRtxSsrc(long newRtxSsrc) {
        return new RTCRtpEncodingParameters(
                ssrc,
                OptionalLong.of(newRtxSsrc),
                codecPayloadType,
                active,
                rid,
                maxBitrateBps,
                maxFramerate,
                resolutionScale,
                priority);
    }

    /** The same with a codec. */
    public RTCRtpEncodingParameters withCodecPayloadType(int payloadType) {
        return new RTCRtpEncodingParameters(
                ssrc,
                rtxSsrc,
                OptionalInt.of(payloadType),
                active,
                rid,
                maxBitrateBps,
                maxFramerate,
                resolutionScale,
                priority);
    }

    /** The same, sent or not. */
    public RTCRtpEncodingParameters withActive(boolean newActive) {
        return new RTCRtpEncodingParameters(
                ssrc,
                rtxSsrc,
                codecPayloadType,
                newActive,
                rid,
                maxBitrateBps,
                maxFramerate,
                resolutionScale,
                priority);
    }

    /** The same with a name. */
    public RTCRtpEncodingParameters withRid(String newRid) {
        return new RTCRtpEncodingParameters(
                ssrc,
                rtxSsrc,
                codecPayloadType,
                active,
                newRid,
                maxBitrateBps,
                maxFramerate,
                resolutionScale,
                priority);
    }

    /** The same with a rate that it may take at most. */
    public RTCRtpEncodingParameters withMaxBitrateBps(long bps) {
        return new RTCRtpEncodingParameters(
                ssrc,
                rtxSsrc,
                codecPayloadType,
                active,
                rid,
                OptionalLong.of(bps),
                maxFramerate,
                resolutionScale,
                priority);
    }
}
