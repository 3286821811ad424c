package dev.plumb.objects;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One stream of a sender or receiver. Begin with {@link #DEFAULT} and change what differs.
 *
 * @param ssrc the SSRC of the stream. Where it is empty, a sender chooses it and a receiver learns it
 * @param codecPayloadType the payload type of the codec; the first codec that carries media if empty
 * @param fec the forward error correction, if there is any
 * @param rtx the retransmissions, if they have parameters
 * @param active whether the stream is sent
 * @param rid the name of the encoding within the media section; empty for none
 * @param encodingId the id for dependencies, at most 16 letters and digits; empty for none
 * @param dependencyEncodingIds the encodings that it builds upon
 * @param dtx whether silence is left out
 * @param priority the priority of its share of the bandwidth
 * @param networkPriority the priority with which its packets are marked
 * @param maxBitrateBps the maximum bitrate, in bits per second (TIAS: without headers)
 * @param resolutionScale the divisor of width and height, 1 or more. Larger values send smaller pictures
 * @param framerateScale the divisor of the frame rate, 1 or more. Larger values send fewer pictures
 * @param maxFramerate pictures a second at most, 0 or more
 * @param scaleResolutionDownTo the largest picture to send; one that is still larger after {@code resolutionScale} is
 *     scaled down to it
 * @spec https://draft.ortc.org/#rtcrtpencodingparameters* ORTC 9.9, The RTCRtpEncodingParameters Dictionary
 */
public record RTCRtpEncodingParameters(
        OptionalLong ssrc,
        OptionalInt codecPayloadType,
        Optional<RTCRtpFecParameters> fec,
        Optional<RTCRtpRtxParameters> rtx,
        boolean active,
        String rid,
        String encodingId,
        List<String> dependencyEncodingIds,
        boolean dtx,
        RTCPriorityType priority,
        RTCPriorityType networkPriority,
        OptionalLong maxBitrateBps,
        double resolutionScale,
        double framerateScale,
        OptionalDouble maxFramerate,
        RTCResolutionRestriction scaleResolutionDownTo) {
    /** An active stream with defaults. */
    public static final RTCRtpEncodingParameters DEFAULT = new Draft().make();

    private static final int LONGEST_RID = 255;
    private static final int LONGEST_ENCODING_ID = 16;
    private static final long LARGEST_SSRC = 0xffff_ffffL;

    public RTCRtpEncodingParameters {
        RTCException.requirePresent(
                "RTCRtpEncodingParameters",
                "ssrc",
                ssrc,
                "codecPayloadType",
                codecPayloadType,
                "fec",
                fec,
                "rtx",
                rtx,
                "rid",
                rid,
                "encodingId",
                encodingId,
                "dependencyEncodingIds",
                dependencyEncodingIds,
                "priority",
                priority,
                "networkPriority",
                networkPriority,
                "maxBitrateBps",
                maxBitrateBps,
                "maxFramerate",
                maxFramerate,
                "scaleResolutionDownTo",
                scaleResolutionDownTo);
        dependencyEncodingIds = List.copyOf(dependencyEncodingIds);
        requireSsrc(ssrc);
        if (codecPayloadType.isPresent() && (codecPayloadType.getAsInt() < 0 || codecPayloadType.getAsInt() > 127)) {
            throw RTCException.invalidAccess(
                    "codecPayloadType must be between 0 and 127, not " + codecPayloadType.getAsInt());
        }
        if (!isName(rid, LONGEST_RID, "-_")) {
            throw RTCException.typeError("not a rid: " + rid);
        }
        if (!isName(encodingId, LONGEST_ENCODING_ID, "")) {
            throw RTCException.typeError("encodingId must have at most 16 letters and digits: " + encodingId);
        }
        if (encodingId.isEmpty() ? !dependencyEncodingIds.isEmpty() : dependencyEncodingIds.contains(encodingId)) {
            throw RTCException.typeError("an encoding that builds upon others has an encodingId that is not theirs");
        }
        requireRange(maxBitrateBps.orElse(0) >= 0, "maxBitrate must be 0 or more, in bits per second");
        requireRange(
                resolutionScale >= 1 && resolutionScale < Double.POSITIVE_INFINITY,
                "resolutionScale must be 1 or more");
        requireRange(
                framerateScale >= 1 && framerateScale < Double.POSITIVE_INFINITY, "framerateScale must be 1 or more");
        requireRange(maxFramerate.orElse(0) >= 0, "maxFramerate must be 0 or more, in pictures per second");
    }

    private static boolean isName(String text, int longest, String also) {
        return text.length() <= longest
                && text.chars().allMatch(c -> (c < 0x80 && Character.isLetterOrDigit(c)) || also.indexOf(c) >= 0);
    }

    private static void requireRange(boolean fits, String rule) {
        if (!fits) {
            throw new RTCException(RTCException.Name.RANGE_ERROR, rule);
        }
    }

    static void requireSsrc(OptionalLong ssrc) {
        if (ssrc.isPresent() && (ssrc.getAsLong() < 0 || ssrc.getAsLong() > LARGEST_SSRC)) {
            throw RTCException.typeError("ssrc must be between 0 and 4294967295, not " + ssrc.getAsLong());
        }
    }

    /** Returns the SSRC of the retransmissions, if it is given. */
    public OptionalLong rtxSsrc() {
        return rtx.map(RTCRtpRtxParameters::ssrc).orElse(OptionalLong.empty());
    }

    /** Returns the SSRC of the forward error correction, if it is given. */
    public OptionalLong fecSsrc() {
        return fec.map(RTCRtpFecParameters::ssrc).orElse(OptionalLong.empty());
    }

    /** Returns a copy with an SSRC. */
    public RTCRtpEncodingParameters withSsrc(long newSsrc) {
        return with(d -> d.ssrc = OptionalLong.of(newSsrc));
    }

    /** Returns a copy with a codec, by its payload type. */
    public RTCRtpEncodingParameters withCodecPayloadType(int payloadType) {
        return with(d -> d.codecPayloadType = OptionalInt.of(payloadType));
    }

    /** Returns a copy with the first codec that carries media. */
    public RTCRtpEncodingParameters withoutCodecPayloadType() {
        return with(d -> d.codecPayloadType = OptionalInt.empty());
    }

    /** Returns a copy with forward error correction. */
    public RTCRtpEncodingParameters withFec(RTCRtpFecParameters newFec) {
        return with(d -> d.fec = Optional.of(newFec));
    }

    /** Returns a copy with retransmissions. */
    public RTCRtpEncodingParameters withRtx(RTCRtpRtxParameters newRtx) {
        return with(d -> d.rtx = Optional.of(newRtx));
    }

    /** Returns a copy with an SSRC for retransmissions. */
    public RTCRtpEncodingParameters withRtxSsrc(long newRtxSsrc) {
        return withRtx(RTCRtpRtxParameters.of(newRtxSsrc));
    }

    /** Returns a copy that is sent or not. */
    public RTCRtpEncodingParameters withActive(boolean newActive) {
        return with(d -> d.active = newActive);
    }

    /** Returns a copy with a name. */
    public RTCRtpEncodingParameters withRid(String newRid) {
        return with(d -> d.rid = newRid);
    }

    /** Returns a copy with an id for dependencies, and the ids that it depends on. */
    public RTCRtpEncodingParameters withEncodingId(String newEncodingId, String... dependencies) {
        return with(d -> {
            d.encodingId = newEncodingId;
            d.dependencyEncodingIds = List.of(dependencies);
        });
    }

    /** Returns a copy that leaves silence out or not. */
    public RTCRtpEncodingParameters withDtx(boolean newDtx) {
        return with(d -> d.dtx = newDtx);
    }

    /** Returns a copy with another share of the bandwidth. */
    public RTCRtpEncodingParameters withPriority(RTCPriorityType newPriority) {
        return with(d -> d.priority = newPriority);
    }

    /** Returns a copy with another network priority, which marks its packets. */
    public RTCRtpEncodingParameters withNetworkPriority(RTCPriorityType newPriority) {
        return with(d -> d.networkPriority = newPriority);
    }

    /** Returns a copy with a maximum bitrate, in bits per second. */
    public RTCRtpEncodingParameters withMaxBitrateBps(long bps) {
        return with(d -> d.maxBitrateBps = OptionalLong.of(bps));
    }

    /** Returns a copy without a maximum bitrate. */
    public RTCRtpEncodingParameters withoutMaxBitrate() {
        return with(d -> d.maxBitrateBps = OptionalLong.empty());
    }

    /** Returns a copy with another size, a fraction of the track's. */
    public RTCRtpEncodingParameters withResolutionScale(double scale) {
        return with(d -> d.resolutionScale = scale);
    }

    /** Returns a copy with a fraction of the frame rate. */
    public RTCRtpEncodingParameters withFramerateScale(double scale) {
        return with(d -> d.framerateScale = scale);
    }

    /** Returns a copy with a maximum frame rate, in pictures a second. */
    public RTCRtpEncodingParameters withMaxFramerate(double framesPerSecond) {
        return with(d -> d.maxFramerate = OptionalDouble.of(framesPerSecond));
    }

    /** Returns the same parameters with a limit on the size of the pictures to send. */
    public RTCRtpEncodingParameters withScaleResolutionDownTo(RTCResolutionRestriction largest) {
        return with(d -> d.scaleResolutionDownTo = largest);
    }

    private RTCRtpEncodingParameters with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.make();
    }

    private static final class Draft {
        private OptionalLong ssrc = OptionalLong.empty();
        private OptionalInt codecPayloadType = OptionalInt.empty();
        private Optional<RTCRtpFecParameters> fec = Optional.empty();
        private Optional<RTCRtpRtxParameters> rtx = Optional.empty();
        private boolean active = true;
        private String rid = "";
        private String encodingId = "";
        private List<String> dependencyEncodingIds = List.of();
        private boolean dtx;
        private RTCPriorityType priority = RTCPriorityType.LOW;
        private RTCPriorityType networkPriority = RTCPriorityType.LOW;
        private OptionalLong maxBitrateBps = OptionalLong.empty();
        private double resolutionScale = 1;
        private double framerateScale = 1;
        private OptionalDouble maxFramerate = OptionalDouble.empty();
        private RTCResolutionRestriction scaleResolutionDownTo = RTCResolutionRestriction.NONE;

        Draft() {}

        Draft(RTCRtpEncodingParameters from) {
            ssrc = from.ssrc;
            codecPayloadType = from.codecPayloadType;
            fec = from.fec;
            rtx = from.rtx;
            active = from.active;
            rid = from.rid;
            encodingId = from.encodingId;
            dependencyEncodingIds = from.dependencyEncodingIds;
            dtx = from.dtx;
            priority = from.priority;
            networkPriority = from.networkPriority;
            maxBitrateBps = from.maxBitrateBps;
            resolutionScale = from.resolutionScale;
            framerateScale = from.framerateScale;
            maxFramerate = from.maxFramerate;
            scaleResolutionDownTo = from.scaleResolutionDownTo;
        }

        RTCRtpEncodingParameters make() {
            return new RTCRtpEncodingParameters(
                    ssrc,
                    codecPayloadType,
                    fec,
                    rtx,
                    active,
                    rid,
                    encodingId,
                    dependencyEncodingIds,
                    dtx,
                    priority,
                    networkPriority,
                    maxBitrateBps,
                    resolutionScale,
                    framerateScale,
                    maxFramerate,
                    scaleResolutionDownTo);
        }
    }
}
