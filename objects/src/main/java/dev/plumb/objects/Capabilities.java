package dev.plumb.objects;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.engine.PictureBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The capabilities for sending and receiving, from the codecs that can be loaded. */
final class Capabilities {
    static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";
    static final String RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    static final String REPAIRED_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    static final String ABS_SEND_TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    static final String TRANSPORT_CC_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    static final String AUDIO_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    static final String SOURCE_LEVELS_URI = "urn:ietf:params:rtp-hdrext:csrc-audio-level";

    private static final int LEVEL_3_1_MACROBLOCKS = 3_600;
    private static final int FRAMES_PER_SECOND = 30;

    /** The level_idc of each H.264 level up to 3.1, by the macroblocks of its largest picture (H.264 table A-1). */
    private static final NavigableMap<Integer, Integer> LEVELS_BY_MACROBLOCKS =
            new TreeMap<>(Map.of(99, 10, 396, 20, 792, 21, 1_620, 30, LEVEL_3_1_MACROBLOCKS, 31));

    private static final int FIRST_DYNAMIC = 96;
    private static final int OPUS_PAYLOAD_TYPE = 111;
    private static final int TELEPHONE_EVENTS_48_KHZ = 110;
    private static final int TELEPHONE_EVENTS_8_KHZ = 126;
    private static final List<RTCRtcpFeedback> AUDIO_FEEDBACK = List.of(new RTCRtcpFeedback("transport-cc"));
    private static final List<RTCRtcpFeedback> VIDEO_FEEDBACK = List.of(
            new RTCRtcpFeedback("goog-remb"),
            new RTCRtcpFeedback("transport-cc"),
            new RTCRtcpFeedback("ccm", "fir"),
            new RTCRtcpFeedback("nack"),
            new RTCRtcpFeedback("nack", "pli"));

    private Capabilities() {}

    static RTCRtpCapabilities of(MediaKind kind, Codecs codecs) {
        PictureBudget usual = new PictureBudget();
        return new RTCRtpCapabilities(
                codecs(kind, codecs).stream().map(c -> limited(c, usual)).toList(), extensions(kind), List.of());
    }

    /** Returns the capabilities with the extension names that the agent's application understands. */
    static RTCRtpCapabilities of(MediaKind kind, Agent agent) {
        return new RTCRtpCapabilities(
                        codecs(kind, agent.codecs()).stream()
                                .map(c -> limited(c, agent.pictures()))
                                .toList(),
                        extensions(kind),
                        List.of())
                .withExtensions(
                        agent.understood().stream().map(RTCExtension::known).toList());
    }

    /**
     * Returns a codec with format parameters that announce the largest picture received.
     *
     * <p>For H.264 the level is the highest one that is supported in full, but not above 3.1: browsers look for level
     * 3.1, and the parameters announce the pictures beyond it. VP8 gets no limit unless the application set one.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.1 RFC 6184 8.1, Media Type Registration
     * @spec https://www.rfc-editor.org/rfc/rfc7741#section-6.1 RFC 7741 6.1, Media Type Definition
     */
    private static RTCRtpCodecCapability limited(RTCRtpCodecCapability codec, PictureBudget pictures) {
        long macroblocks = pictures.macroblocks();
        Map<String, String> parameters = new HashMap<>(codec.parameters());
        if (codec.name().equalsIgnoreCase("H264")) {
            Map.Entry<Integer, Integer> level = LEVELS_BY_MACROBLOCKS.floorEntry(
                    Math.clamp(macroblocks, LEVELS_BY_MACROBLOCKS.firstKey(), LEVEL_3_1_MACROBLOCKS));
            parameters.computeIfPresent(
                    "profile-level-id",
                    (_, id) -> id.substring(0, id.length() - 2) + "%02x".formatted(level.getValue()));
            if (macroblocks > level.getKey()) {
                parameters.put("max-fs", Long.toString(macroblocks));
                parameters.put("max-mbps", Long.toString(macroblocks * FRAMES_PER_SECOND));
            }
        } else if (codec.name().equalsIgnoreCase("VP8") && pictures.isLimited()) {
            parameters.put("max-fs", Long.toString(macroblocks));
            parameters.put("max-fr", Integer.toString(2 * FRAMES_PER_SECOND));
        }
        return codec.withParameters(parameters);
    }

    private static List<RTCRtpCodecCapability> codecs(MediaKind kind, Codecs codecs) {
        List<RTCRtpCodecCapability> found = new ArrayList<>();
        int next = FIRST_DYNAMIC;
        for (CodecFormat format : codecs.formats(kind)) {
            if (kind == MediaKind.AUDIO) {
                int payloadType = audioPayloadType(format, next);
                next += payloadType == next ? 1 : 0;
                found.add(capability(format, payloadType, AUDIO_FEEDBACK));
            } else {
                found.add(capability(format, next, VIDEO_FEEDBACK));
                CodecFormat rtx = CodecFormat.video("rtx", Map.of("apt", Integer.toString(next)));
                found.add(capability(rtx, next + 1, List.of()));
                next += 2;
            }
        }
        if (kind == MediaKind.AUDIO && !found.isEmpty()) {
            found.add(telephoneEvents(TELEPHONE_EVENTS_48_KHZ, 48_000));
            found.add(telephoneEvents(TELEPHONE_EVENTS_8_KHZ, 8_000));
        }
        return found;
    }

    private static int audioPayloadType(CodecFormat format, int next) {
        if (format.is("opus")) {
            return OPUS_PAYLOAD_TYPE;
        }
        if (format.is("PCMU")) {
            return 0;
        }
        return format.is("PCMA") ? 8 : next;
    }

    private static RTCRtpCodecCapability capability(
            CodecFormat format, int payloadType, List<RTCRtcpFeedback> feedback) {
        return new RTCRtpCodecCapability(
                format.kind(),
                format.name(),
                format.clockRateHz(),
                format.channels(),
                payloadType,
                feedback,
                format.parameters());
    }

    private static RTCRtpCodecCapability telephoneEvents(int payloadType, int clockRateHz) {
        CodecFormat format = CodecFormat.audio("telephone-event", clockRateHz, 1, Map.of());
        return capability(format, payloadType, List.of());
    }

    private static List<RTCRtpHeaderExtension> extensions(MediaKind kind) {
        List<RTCRtpHeaderExtension> found = new ArrayList<>();
        if (kind == MediaKind.AUDIO) {
            found.add(new RTCRtpHeaderExtension(kind, AUDIO_LEVEL_URI, 1));
            found.add(new RTCRtpHeaderExtension(kind, SOURCE_LEVELS_URI, 12));
        }
        found.add(new RTCRtpHeaderExtension(kind, ABS_SEND_TIME_URI, 2));
        found.add(new RTCRtpHeaderExtension(kind, TRANSPORT_CC_URI, 3));
        found.add(new RTCRtpHeaderExtension(kind, MID_URI, 4));
        if (kind == MediaKind.VIDEO) {
            found.add(new RTCRtpHeaderExtension(kind, RID_URI, 10));
            found.add(new RTCRtpHeaderExtension(kind, REPAIRED_RID_URI, 11));
        }
        return found;
    }
}
