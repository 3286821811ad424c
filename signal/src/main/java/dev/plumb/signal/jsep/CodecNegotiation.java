package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCRtcpFeedback;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpHeaderExtension;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What both sides can do.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.3.1 RFC 9429 5.3.1, Initial Answers
 */
final class CodecNegotiation {
    private final Agent agent;

    CodecNegotiation(Agent agent) {
        this.agent = agent;
    }

    List<RTCRtpCodecParameters> offered(MediaKind kind) {
        return agent.getReceiverCapabilities(kind).codecs().stream()
                .map(RTCRtpCodecCapability::toParameters)
                .toList();
    }

    List<RTCRtpHeaderExtensionParameters> offeredExtensions(MediaKind kind) {
        return agent.getReceiverCapabilities(kind).headerExtensions().stream()
                .map(e -> new RTCRtpHeaderExtensionParameters(e.uri(), e.preferredId()))
                .toList();
    }

    /** The peer's codecs that we have, in its order and with its payload types, with the feedback that both know. */
    List<RTCRtpCodecParameters> common(MediaKind kind, List<RTCRtpCodecParameters> theirs) {
        RTCRtpCapabilities ours = agent.getReceiverCapabilities(kind);
        List<RTCRtpCodecParameters> found = new ArrayList<>();
        for (RTCRtpCodecParameters codec : theirs) {
            if (!codec.is("rtx")) {
                match(ours, codec).ifPresent(found::add);
            }
        }
        for (RTCRtpCodecParameters codec : theirs) {
            boolean repairs =
                    codec.is("rtx") && found.stream().anyMatch(c -> c.payloadType() == codec.repairedPayloadType());
            if (repairs && ours.codecs().stream().anyMatch(c -> c.name().equalsIgnoreCase("rtx"))) {
                found.add(codec);
            }
        }
        return found;
    }

    private static Optional<RTCRtpCodecParameters> match(RTCRtpCapabilities ours, RTCRtpCodecParameters theirs) {
        return ours.codecs().stream()
                .filter(c -> theirs.is(c.name())
                        && c.clockRateHz() == theirs.clockRateHz()
                        && c.channels() == theirs.channels()
                        && compatible(c.parameters(), theirs))
                .findFirst()
                .map(c -> new RTCRtpCodecParameters(
                        c.name(),
                        theirs.payloadType(),
                        theirs.clockRateHz(),
                        theirs.channels(),
                        both(c.rtcpFeedback(), theirs.rtcpFeedback()),
                        answered(c, theirs)));
    }

    private static List<RTCRtcpFeedback> both(List<RTCRtcpFeedback> ours, List<RTCRtcpFeedback> theirs) {
        return theirs.stream().filter(ours::contains).toList();
    }

    /**
     * H.264 must agree in packetization mode and profile.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.2.2 RFC 6184 8.2.2, Usage with the SDP Offer/Answer Model
     */
    private static boolean compatible(Map<String, String> ours, RTCRtpCodecParameters theirs) {
        if (!theirs.is("H264")) {
            return true;
        }
        String mode = "packetization-mode";
        return ours.getOrDefault(mode, "0").equals(theirs.parameters().getOrDefault(mode, "0"))
                && profile(ours).equals(profile(theirs.parameters()));
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

    private static Map<String, String> answered(RTCRtpCodecCapability ours, RTCRtpCodecParameters theirs) {
        Map<String, String> parameters = new TreeMap<>(ours.parameters());
        String level = theirs.parameters().get("profile-level-id");
        if (theirs.is("H264") && level != null) {
            parameters.put("profile-level-id", level);
        }
        return parameters;
    }

    /** The peer's header extensions that we know, under its ids. */
    List<RTCRtpHeaderExtensionParameters> commonExtensions(
            MediaKind kind, List<RTCRtpHeaderExtensionParameters> theirs) {
        List<String> known = agent.getReceiverCapabilities(kind).headerExtensions().stream()
                .map(RTCRtpHeaderExtension::uri)
                .toList();
        return theirs.stream().filter(e -> known.contains(e.uri())).toList();
    }
}
