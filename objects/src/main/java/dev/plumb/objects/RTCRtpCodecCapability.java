package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A codec that can be sent or received.
 *
 * @param kind audio or video
 * @param name the name, such as {@code opus}, {@code VP8} or {@code rtx}
 * @param clockRateHz the clock rate of its RTP timestamps
 * @param maxptimeMillis the most milliseconds of media in a packet
 * @param ptimeMillis milliseconds of media that a packet had better hold
 * @param channels the audio channels; 0 for video
 * @param preferredPayloadType unique among the capabilities of a kind
 * @param rtcpFeedback the feedback that it understands
 * @param parameters format parameters, names in lower case
 * @param options the other options of the codec
 * @param maxTemporalLayers the most temporal layers that can be encoded or decoded; 0 where layers are not known
 * @param maxSpatialLayers the most spatial layers that can be encoded or decoded; 0 where layers are not known
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
    /**
     * The profile_idc bytes of H.264's baseline, main, high, high 10, high 4:2:2 and high 4:4:4 predictive profiles.
     */
    private static final Set<String> DECODABLE_PROFILES = Set.of("42", "4d", "64", "6e", "7a", "f4");

    public RTCRtpCodecCapability {
        RTCException.requirePresent(
                "RTCRtpCodecCapability",
                "kind",
                kind,
                "name",
                name,
                "maxptimeMillis",
                maxptimeMillis,
                "ptimeMillis",
                ptimeMillis,
                "rtcpFeedback",
                rtcpFeedback,
                "parameters",
                parameters,
                "options",
                options);
        rtcpFeedback = List.copyOf(rtcpFeedback);
        parameters = Map.copyOf(new TreeMap<>(parameters));
        options = Map.copyOf(options);
        if (maxTemporalLayers < 0 || maxSpatialLayers < 0) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR, "maxTemporalLayers and maxSpatialLayers must be 0 or more");
        }
    }

    /** Creates a codec with packets of its usual length, and without layers. */
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

    /** Returns the same codec with other format parameters. */
    RTCRtpCodecCapability withParameters(Map<String, String> newParameters) {
        return new RTCRtpCodecCapability(
                kind,
                name,
                clockRateHz,
                maxptimeMillis,
                ptimeMillis,
                channels,
                preferredPayloadType,
                rtcpFeedback,
                newParameters,
                options,
                maxTemporalLayers,
                maxSpatialLayers,
                svcMultiStreamSupport);
    }

    /** Returns the MIME type, such as {@code video/VP8}. */
    public String mimeType() {
        return kind.spec() + "/" + name;
    }

    /** Returns this codec as parameters, under its preferred payload type. */
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

    /**
     * Returns whether a codec of another side is this one. Name, clock rate and channels must agree; for H.264 the
     * packetization mode and profile too.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.2.2 RFC 6184 8.2.2, packetization-mode and profile
     */
    public boolean matches(RTCRtpCodecParameters other) {
        boolean same = other.is(name)
                && other.clockRateHz() == clockRateHz
                && Math.max(1, other.channels()) == Math.max(1, channels);
        if (!same || !other.is("H264")) {
            return same;
        }
        String mode = "packetization-mode";
        return parameters.getOrDefault(mode, "0").equals(other.parameters().getOrDefault(mode, "0"))
                && profile(parameters).equals(profile(other.parameters()));
    }

    /**
     * Returns whether another side's codec can be received and sent. H.264 is accepted in packetization modes 0 and 1,
     * and in every profile that contains the constrained baseline profile and that decoders support.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.1 RFC 6184 8.1, Media Type Registration
     */
    public boolean accepts(RTCRtpCodecParameters other) {
        boolean same = other.is(name)
                && other.clockRateHz() == clockRateHz
                && Math.max(1, other.channels()) == Math.max(1, channels);
        if (!same || !other.is("H264")) {
            return same;
        }
        String mode = other.parameters().getOrDefault("packetization-mode", "0");
        String id =
                other.parameters().getOrDefault("profile-level-id", "420010").toLowerCase(Locale.ROOT);
        return (mode.equals("0") || mode.equals("1"))
                && id.length() == 6
                && DECODABLE_PROFILES.contains(id.substring(0, 2));
    }

    private static String profile(Map<String, String> parameters) {
        String id = parameters.getOrDefault("profile-level-id", "420010").toLowerCase(Locale.ROOT);
        if (id.length() != 6) {
            return id;
        }
        // constrained baseline comes as 42e0 and, with the constraint flag alone, as 4240 and the like
        boolean constrained = id.startsWith("42") && (Character.digit(id.charAt(2), 16) & 4) != 0;
        return constrained ? "constrained-baseline" : id.substring(0, 4);
    }
}
