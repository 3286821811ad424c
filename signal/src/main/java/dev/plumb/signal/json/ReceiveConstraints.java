package dev.plumb.signal.json;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpSender;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The constraints under which one side is willing to receive one track, declared on its own: if you send this, send it
 * like so. The other side conforms or stops, and nothing is negotiated. A newer one replaces an older one at any time.
 *
 * @param muxId the MID of the track
 * @param accepted whether the track is to be sent at all
 * @param capabilities the codecs and header extensions that are accepted; empty for no change
 * @param maxBitrateBps the highest bitrate, in bits per second
 * @param maxFramerate the highest frame rate, in pictures a second
 * @param minScale the least divisor of width and height, 1 or more
 */
public record ReceiveConstraints(
        String muxId,
        boolean accepted,
        Optional<RTCRtpCapabilities> capabilities,
        OptionalLong maxBitrateBps,
        OptionalDouble maxFramerate,
        OptionalDouble minScale) {
    public ReceiveConstraints {
        RTCException.requirePresent(
                "ReceiveConstraints",
                "muxId",
                muxId,
                "capabilities",
                capabilities,
                "maxBitrateBps",
                maxBitrateBps,
                "maxFramerate",
                maxFramerate,
                "minScale",
                minScale);
        if (maxBitrateBps.orElse(1) <= 0 || maxFramerate.orElse(1) <= 0 || minScale.orElse(1) < 1) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR,
                    "maxBitrate and maxFramerate must be above 0, and minScale 1 or more; to stop, set accepted to false");
        }
    }

    /** Returns constraints that accept anything. */
    public static ReceiveConstraints of(String muxId) {
        return new ReceiveConstraints(
                muxId, true, Optional.empty(), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Returns a copy that accepts the track or not. */
    public ReceiveConstraints withAccepted(boolean newAccepted) {
        return new ReceiveConstraints(muxId, newAccepted, capabilities, maxBitrateBps, maxFramerate, minScale);
    }

    /** Returns a copy with other capabilities. */
    public ReceiveConstraints withCapabilities(RTCRtpCapabilities newCapabilities) {
        return new ReceiveConstraints(
                muxId, accepted, Optional.of(newCapabilities), maxBitrateBps, maxFramerate, minScale);
    }

    /** Returns a copy with a maximum bitrate. */
    public ReceiveConstraints withMaxBitrateBps(long bps) {
        return new ReceiveConstraints(muxId, accepted, capabilities, OptionalLong.of(bps), maxFramerate, minScale);
    }

    /** Returns a copy with a maximum frame rate. */
    public ReceiveConstraints withMaxFramerate(double framesPerSecond) {
        return new ReceiveConstraints(
                muxId, accepted, capabilities, maxBitrateBps, OptionalDouble.of(framesPerSecond), minScale);
    }

    /** Returns a copy with a minimum scale. */
    public ReceiveConstraints withMinScale(double scale) {
        return new ReceiveConstraints(
                muxId, accepted, capabilities, maxBitrateBps, maxFramerate, OptionalDouble.of(scale));
    }

    /**
     * Returns the parameters that a sender may use under these constraints, nearest to those it wishes. They have no
     * active encoding if it has to stop.
     *
     * @param wished the parameters it would use for a receiver that accepts anything
     * @param ours the capabilities of the sender
     */
    public RTCRtpParameters applyTo(RTCRtpParameters wished, RTCRtpCapabilities ours) {
        RTCRtpParameters common = capabilities
                .map(theirs -> ours.toSendParameters(muxId, theirs)
                        .withRtcp(wished.rtcp())
                        .withEncodings(wished.encodings()))
                .orElse(wished);
        boolean none = common.codecs().stream().allMatch(RTCRtpCodecParameters::isAuxiliary);
        RTCRtpParameters carrier = none ? wished : common;
        boolean stop = none || !accepted;
        List<RTCRtpEncodingParameters> encodings =
                carrier.encodings().isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : carrier.encodings();
        return carrier.withEncodings(encodings.stream()
                .map(e -> limited(e, carrier).withActive(e.active() && !stop))
                .toList());
    }

    private RTCRtpEncodingParameters limited(RTCRtpEncodingParameters e, RTCRtpParameters carrier) {
        RTCRtpEncodingParameters limited = e;
        if (maxBitrateBps.isPresent()) {
            limited = limited.withMaxBitrateBps(
                    Math.min(maxBitrateBps.getAsLong(), e.maxBitrateBps().orElse(Long.MAX_VALUE)));
        }
        if (maxFramerate.isPresent()) {
            limited = limited.withMaxFramerate(
                    Math.min(maxFramerate.getAsDouble(), e.maxFramerate().orElse(Double.MAX_VALUE)));
        }
        if (minScale.isPresent()) {
            limited = limited.withResolutionScale(Math.max(minScale.getAsDouble(), e.resolutionScale()));
        }
        boolean gone = e.codecPayloadType().isPresent()
                && carrier.codecs().stream()
                        .noneMatch(c -> c.payloadType() == e.codecPayloadType().getAsInt());
        return gone ? limited.withoutCodecPayloadType() : limited;
    }

    /** Makes a sender conform at once. */
    public void applyTo(RTCRtpSender sender, RTCRtpParameters wished, RTCRtpCapabilities ours) {
        sender.send(applyTo(wished, ours));
    }
}
