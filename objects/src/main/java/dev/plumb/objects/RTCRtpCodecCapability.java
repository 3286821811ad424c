package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A codec that can be sent or received.
 *
 * @param kind audio or video
 * @param name such as {@code opus}, {@code VP8} or {@code rtx}
 * @param clockRateHz of its RTP timestamps
 * @param channels of audio; 0 for video
 * @param preferredPayloadType unique among the capabilities of a kind
 * @param rtcpFeedback what it understands
 * @param parameters format parameters, names in lower case
 */
public record RTCRtpCodecCapability(
        MediaKind kind,
        String name,
        int clockRateHz,
        int channels,
        int preferredPayloadType,
        List<RTCRtcpFeedback> rtcpFeedback,
        Map<String, String> parameters) {
    public RTCRtpCodecCapability {
        rtcpFeedback = List.copyOf(rtcpFeedback);
        parameters = Map.copyOf(new TreeMap<>(parameters));
    }

    /** Such as {@code video/VP8}. */
    public String mimeType() {
        return kind.spec() + "/" + name;
    }

    /** The same as parameters, under its preferred payload type. */
    public RTCRtpCodecParameters toParameters() {
        return new RTCRtpCodecParameters(name, preferredPayloadType, clockRateHz, channels, rtcpFeedback, parameters);
    }
}
