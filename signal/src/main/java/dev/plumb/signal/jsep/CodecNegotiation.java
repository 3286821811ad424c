package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCRtcpFeedback;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpHeaderExtension;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.sdp.MediaDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of codecs and header extensions that both sides support.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.3.1 RFC 9429 5.3.1, Initial Answers
 */
final class CodecNegotiation {
    private static final int LEVEL_1_1 = 11;
    private static final int CONSTRAINT_SET_3 = 0x1000;

    private static final String PARAMETER_SETS = "sprop-parameter-sets";

    private CodecNegotiation() {}

    /**
     * Returns our codecs in the preferred order, each followed by its repair. A codec that the section has agreed on
     * before keeps its payload type.
     */
    static List<RTCRtpCodecParameters> offered(
            TransceiverPreferences preferences, Optional<MediaDescription> agreed, Numbers numbers) {
        List<RTCRtpCodecParameters> before = agreed.map(RemoteMedia::codecs).orElse(List.of());
        List<RTCRtpCodecParameters> found = new ArrayList<>();
        for (RTCRtpCodecCapability c : preferences.codecs()) {
            RTCRtpCodecParameters wanted = c.toParameters();
            if (wanted.is("rtx")) {
                continue;
            }
            RTCRtpCodecParameters placed = before.stream()
                    .filter(b -> c.matches(b))
                    .findFirst()
                    .map(b -> wanted.withPayloadType(b.payloadType()))
                    .or(() -> before.stream()
                            .filter(b -> !b.is("rtx") && c.accepts(b))
                            .findFirst()
                            .map(b -> joined(c, b)))
                    .orElseGet(() -> numbers.place(wanted));
            add(found, placed);
            repairOf(preferences, wanted.payloadType()).ifPresent(rtx -> {
                RTCRtpCodecParameters repair =
                        rtx.withParameters(Map.of("apt", Integer.toString(placed.payloadType())));
                add(
                        found,
                        before.stream()
                                .filter(b -> b.repairedPayloadType() == placed.payloadType())
                                .findFirst()
                                .map(b -> repair.withPayloadType(b.payloadType()))
                                .orElseGet(() -> numbers.place(repair)));
            });
        }
        return found;
    }

    private static void add(List<RTCRtpCodecParameters> to, RTCRtpCodecParameters codec) {
        if (to.stream().noneMatch(c -> c.payloadType() == codec.payloadType())) {
            to.add(codec);
        }
    }

    private static Optional<RTCRtpCodecParameters> repairOf(TransceiverPreferences preferences, int payloadType) {
        return preferences.codecs().stream()
                .map(RTCRtpCodecCapability::toParameters)
                .filter(c -> c.repairedPayloadType() == payloadType)
                .findFirst();
    }

    static List<RTCRtpHeaderExtensionParameters> offeredExtensions(
            TransceiverPreferences preferences, Numbers numbers) {
        return preferences.offeredExtensions().stream()
                .map(e -> numbers.place(e.toParameters()))
                .toList();
    }

    /**
     * Returns the peer's codecs that we support, with its payload types and the feedback that both support. They are in
     * the peer's order, or in ours where the application has set one.
     */
    static List<RTCRtpCodecParameters> common(TransceiverPreferences preferences, List<RTCRtpCodecParameters> theirs) {
        List<RTCRtpCodecCapability> ours = preferences.codecs();
        List<RTCRtpCodecParameters> found = new ArrayList<>();
        // another profile or mode of a codec is accepted only where the peer does not have exactly ours
        BiPredicate<RTCRtpCodecCapability, RTCRtpCodecParameters> fits =
                (c, t) -> theirs.stream().anyMatch(other -> c.matches(other)) ? c.matches(t) : c.accepts(t);
        if (preferences.areOrdered()) {
            for (RTCRtpCodecCapability c : ours) {
                theirs.stream()
                        .filter(t -> !t.is("rtx") && fits.test(c, t))
                        .map(t -> joined(c, t))
                        .forEach(t -> add(found, t));
            }
        } else {
            for (RTCRtpCodecParameters t : theirs) {
                ours.stream()
                        .filter(c -> !t.is("rtx") && fits.test(c, t))
                        .findFirst()
                        .ifPresent(c -> add(found, joined(c, t)));
            }
        }
        boolean repairs = ours.stream().anyMatch(c -> c.name().equalsIgnoreCase("rtx"));
        for (RTCRtpCodecParameters t : theirs) {
            if (repairs && t.is("rtx") && found.stream().anyMatch(c -> c.payloadType() == t.repairedPayloadType())) {
                // whatever feedback the peer lists for it: retransmissions are not asked for again
                add(found, t.withRtcpFeedback(List.of()));
            }
        }
        return found;
    }

    private static RTCRtpCodecParameters joined(RTCRtpCodecCapability ours, RTCRtpCodecParameters theirs) {
        return ours.toParameters()
                .withPayloadType(theirs.payloadType())
                .withRtcpFeedback(both(ours.rtcpFeedback(), theirs.rtcpFeedback()))
                .withParameters(answered(ours, theirs));
    }

    /** Returns our codecs, each with the parameter sets that the peer's description has for the streams it sends. */
    static List<RTCRtpCodecParameters> described(List<RTCRtpCodecParameters> ours, List<RTCRtpCodecParameters> theirs) {
        return ours.stream()
                .map(c -> theirs.stream()
                        .filter(t -> t.payloadType() == c.payloadType() && t.is(c.name()))
                        .map(t -> t.parameters().get(PARAMETER_SETS))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(sets -> withParameter(c, PARAMETER_SETS, sets))
                        .orElse(c))
                .toList();
    }

    private static RTCRtpCodecParameters withParameter(RTCRtpCodecParameters codec, String name, String value) {
        Map<String, String> parameters = new TreeMap<>(codec.parameters());
        parameters.put(name, value);
        return codec.withParameters(parameters);
    }

    private static List<RTCRtcpFeedback> both(List<RTCRtcpFeedback> ours, List<RTCRtcpFeedback> theirs) {
        return theirs.stream().filter(ours::contains).toList();
    }

    private static Map<String, String> answered(RTCRtpCodecCapability ours, RTCRtpCodecParameters theirs) {
        Map<String, String> parameters = new TreeMap<>(ours.parameters());
        if (theirs.is("H264")) {
            // RFC 6184 8.2.2: both are the same in both directions, and absent in both where the peer omits them
            for (String symmetric : List.of("packetization-mode", "profile-level-id")) {
                String value = theirs.parameters().get(symmetric);
                if (value == null) {
                    parameters.remove(symmetric);
                } else {
                    parameters.put(symmetric, value);
                }
            }
            parameters.computeIfPresent(
                    "profile-level-id",
                    (name, theirId) -> notAbove(ours.parameters().get(name), theirId));
        }
        return parameters;
    }

    private static int level(String profileLevelId) {
        try {
            int id = Integer.parseInt(profileLevelId, 16);
            boolean is1b = (id & 0xff) == LEVEL_1_1 && (id & CONSTRAINT_SET_3) != 0;
            return is1b ? LEVEL_1_1 - 1 : id & 0xff;
        } catch (NumberFormatException e) {
            return 0; // malformed, and echoed unchanged
        }
    }

    /**
     * Returns the peer's profile at the lower of its level and ours. A higher level would announce larger pictures than
     * our max-fs allows.
     */
    private static String notAbove(@Nullable String ours, String theirs) {
        if (ours == null || ours.length() != theirs.length() || ours.isEmpty()) {
            return theirs;
        }
        int level = theirs.length() - 2;
        return level(ours) < level(theirs) ? theirs.substring(0, level) + ours.substring(level) : theirs;
    }

    /** Returns the peer's header extensions that we support and want, under its ids. */
    static List<RTCRtpHeaderExtensionParameters> commonExtensions(
            TransceiverPreferences preferences, List<RTCRtpHeaderExtensionParameters> theirs) {
        List<String> known = preferences.offeredExtensions().stream()
                .map(RTCRtpHeaderExtension::uri)
                .toList();
        return theirs.stream().filter(e -> known.contains(e.uri())).toList();
    }
}
