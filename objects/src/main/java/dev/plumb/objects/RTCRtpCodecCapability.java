package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A codec that can be sent or received.
 *
 * @param kind audio or video
 * @param name such as {@code opus}, {@code VP8} or {@code rtx}
 * @param clockRateHz of its RTP timestamps
 * @param maxptimeMillis milliseconds of media that a packet may hold at most
 * @param ptimeMillis milliseconds of media that a packet had better hold
 * @param channels of audio; 0 for video
 * @param preferredPayloadType unique among the capabilities of a kind
 * @param rtcpFeedback what it understands
 * @param parameters format parameters, names in lower case
 * @param options what may be chosen of the codec besides
 * @param maxTemporalLayers that can be made or taken in; 0 where layers are not known
 * @param maxSpatialLayers that can be made or taken in; 0 where layers are not known
 * @param svcMultiStreamSupport whether layers may have streams of their own
 * @spec https://draft.ortc.org/#rtcrtpcodeccapability* ORTC 9.2, The RTCRtpCodecCapability Dictionary
 */
public record RTCRtpCodecCapability(
        MediaKind kind,
        String name,
        int clockRateHz,
        OptionalInt maxptimeMillis,
        OptionalInt ptimeMillis,
        int channels,
        int preferredPayloadType,
        List<RTCRtcpFeedback> rtcpFeedback,
        Map<String, String> parameters,
        Map<String, String> options,
        int maxTemporalLayers,
        int maxSpatialLayers,
        boolean svcMultiStreamSupport) {
    public RTCRtpCodecCapability {
        rtcpFeedback = List.copyOf(rtcpFeedback);
        parameters = Map.copyOf(new TreeMap<>(parameters));
        options = Map.copyOf(options);
        if (maxTemporalLayers < 0 || maxSpatialLayers < 0) {
            throw new RTCException(RTCException.Name.RANGE_ERROR, "a codec has 0 layers or more");
        }
    }

    /** With packets of the codec's usual length, and without layers. */
    public RTCRtpCodecCapability(
            MediaKind kind,
            String name,
            int clockRateHz,
            int channels,
            int preferredPayloadType,
            List<RTCRtcpFeedback> rtcpFeedback,
            Map<String, String> parameters) {
        this(
                kind,
                name,
                clockRateHz,
                OptionalInt.empty(),
                OptionalInt.empty(),
                channels,
                preferredPayloadType,
                rtcpFeedback,
                parameters,
                Map.of(),
                0,
                0,
                false);
    }

    /** Such as {@code video/VP8}. */
    public String mimeType() {
        return kind.spec() + "/" + name;
    }

    /** The same as parameters, under its preferred payload type. */
    public RTCRtpCodecParameters toParameters() {
        return new RTCRtpCodecParameters(
                name,
                preferredPayloadType,
                clockRateHz,
                maxptimeMillis,
                ptimeMillis,
                channels,
                rtcpFeedback,
                parameters);
    }
}
