package dev.plumb.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The capabilities of sending or receiving one kind of media.
 *
 * @param codecs the codecs, the preferred one first
 * @param headerExtensions the header extensions that are understood
 * @param fecMechanisms the mechanisms of forward error correction, such as {@code red}
 * @param extensions the names of an application's extensions that are understood
 * @spec https://draft.ortc.org/#rtcrtpcapabilities* ORTC 9.1, The RTCRtpCapabilities Dictionary
 */
public record RTCRtpCapabilities(
        List<RTCRtpCodecCapability> codecs,
        List<RTCRtpHeaderExtension> headerExtensions,
        List<String> fecMechanisms,
        List<RTCExtension> extensions) {
    public RTCRtpCapabilities {
        RTCException.requirePresent(
                "RTCRtpCapabilities",
                "codecs",
                codecs,
                "headerExtensions",
                headerExtensions,
                "fecMechanisms",
                fecMechanisms,
                "extensions",
                extensions);
        codecs = List.copyOf(codecs);
        headerExtensions = List.copyOf(headerExtensions);
        fecMechanisms = List.copyOf(fecMechanisms);
        extensions = List.copyOf(extensions);
    }

    /** Creates capabilities without an application's extensions. */
    public RTCRtpCapabilities(
            List<RTCRtpCodecCapability> codecs,
            List<RTCRtpHeaderExtension> headerExtensions,
            List<String> fecMechanisms) {
        this(codecs, headerExtensions, fecMechanisms, List.of());
    }

    /** Returns a copy with other codecs. */
    public RTCRtpCapabilities withCodecs(List<RTCRtpCodecCapability> newCodecs) {
        return new RTCRtpCapabilities(newCodecs, headerExtensions, fecMechanisms, extensions);
    }

    /** Returns a copy with other header extensions. */
    public RTCRtpCapabilities withHeaderExtensions(List<RTCRtpHeaderExtension> newHeaderExtensions) {
        return new RTCRtpCapabilities(codecs, newHeaderExtensions, fecMechanisms, extensions);
    }

    /** Returns a copy with another set of an application's extensions. */
    public RTCRtpCapabilities withExtensions(List<RTCExtension> newExtensions) {
        return new RTCRtpCapabilities(codecs, headerExtensions, fecMechanisms, newExtensions);
    }

    /**
     * Returns the parameters of a receiver of these capabilities: all of them, under their preferred payload types and
     * ids.
     */
    public RTCRtpParameters toReceiveParameters(String muxId) {
        return new RTCRtpParameters(
                        muxId,
                        codecs.stream().map(RTCRtpCodecCapability::toParameters).toList(),
                        headerExtensions.stream()
                                .map(RTCRtpHeaderExtension::toParameters)
                                .toList(),
                        RTCRtcpParameters.DEFAULT,
                        List.of())
                .withExtensions(extensions);
    }

    /**
     * Returns the parameters with which a sender of these capabilities sends so that a receiver understands it. They
     * hold the common codecs and header extensions, in the receiver's order and under its payload types and ids, with
     * the receiver's extensions.
     *
     * @param receiver the receive capabilities of the other side
     */
    public RTCRtpParameters toSendParameters(String muxId, RTCRtpCapabilities receiver) {
        List<RTCRtpCodecParameters> common = new ArrayList<>();
        for (RTCRtpCodecCapability theirs : receiver.codecs) {
            RTCRtpCodecParameters wanted = theirs.toParameters();
            codecs.stream()
                    .filter(c -> !wanted.is("rtx") && c.accepts(wanted))
                    .findFirst()
                    .ifPresent(c -> common.add(wanted.withRtcpFeedback(c.rtcpFeedback().stream()
                            .filter(wanted.rtcpFeedback()::contains)
                            .toList())));
        }
        Set<Integer> repairable =
                common.stream().map(RTCRtpCodecParameters::payloadType).collect(Collectors.toSet());
        boolean repairs = codecs.stream().anyMatch(c -> c.name().equalsIgnoreCase("rtx"));
        for (RTCRtpCodecCapability theirs : receiver.codecs) {
            RTCRtpCodecParameters rtx = theirs.toParameters();
            if (repairs && repairable.contains(rtx.repairedPayloadType())) {
                common.add(rtx);
            }
        }
        List<RTCRtpHeaderExtensionParameters> known = receiver.headerExtensions.stream()
                .filter(theirs ->
                        headerExtensions.stream().anyMatch(e -> e.uri().equals(theirs.uri())))
                .map(RTCRtpHeaderExtension::toParameters)
                .toList();
        return new RTCRtpParameters(muxId, common, known, RTCRtcpParameters.DEFAULT, List.of())
                .withExtensions(receiver.extensions);
    }
}
