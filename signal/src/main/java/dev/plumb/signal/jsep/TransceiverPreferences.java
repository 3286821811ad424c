package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpHeaderExtension;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import java.util.List;

/** The capabilities that a transceiver negotiates. Used on the loop. */
final class TransceiverPreferences {
    static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";

    private final RTCRtpCapabilities capabilities;
    private List<RTCRtpCodecCapability> codecs = List.of();
    private List<RTCRtpHeaderExtensionCapability> extensions;
    private List<String> negotiated = List.of();

    TransceiverPreferences(RTCRtpCapabilities capabilities) {
        this.capabilities = capabilities;
        this.extensions = capabilities.headerExtensions().stream()
                .map(e -> new RTCRtpHeaderExtensionCapability(e.uri(), RTCRtpTransceiverDirection.SENDRECV))
                .toList();
    }

    /**
     * Returns the preferred codecs, else all.
     *
     * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtptransceiver-setcodecpreferences WebRTC 5.4, setCodecPreferences
     */
    List<RTCRtpCodecCapability> codecs() {
        return codecs.isEmpty() ? capabilities.codecs() : codecs;
    }

    /** Returns whether the application has set codecs and their order. */
    boolean areOrdered() {
        return !codecs.isEmpty();
    }

    void codecs(List<RTCRtpCodecCapability> preferred) {
        List<RTCRtpCodecCapability> wanted = preferred.stream().distinct().toList();
        boolean known = wanted.stream().allMatch(capabilities.codecs()::contains);
        boolean carries = wanted.isEmpty()
                || wanted.stream().anyMatch(c -> !c.toParameters().isAuxiliary());
        if (!known || !carries) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION,
                    "codec preferences are taken from the receiver's capabilities, one of them at least not for repair alone");
        }
        codecs = wanted;
    }

    List<RTCRtpHeaderExtensionCapability> extensions() {
        return extensions;
    }

    void extensions(List<RTCRtpHeaderExtensionCapability> wanted) {
        if (!uris(wanted).equals(uris(extensions))
                || wanted.stream().anyMatch(TransceiverPreferences::stopsWhatMustBe)) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION,
                    "the same extensions in the same order, and the one that names the section not stopped");
        }
        extensions = List.copyOf(wanted);
    }

    private static boolean stopsWhatMustBe(RTCRtpHeaderExtensionCapability e) {
        return e.uri().equals(MID_URI) && e.direction() != RTCRtpTransceiverDirection.SENDRECV;
    }

    private static List<String> uris(List<RTCRtpHeaderExtensionCapability> list) {
        return list.stream().map(RTCRtpHeaderExtensionCapability::uri).toList();
    }

    /** Returns the extensions that may be negotiated. */
    List<RTCRtpHeaderExtension> offeredExtensions() {
        return capabilities.headerExtensions().stream()
                .filter(e -> directionOf(e.uri()) != RTCRtpTransceiverDirection.STOPPED)
                .toList();
    }

    RTCRtpTransceiverDirection directionOf(String uri) {
        return extensions.stream()
                .filter(e -> e.uri().equals(uri))
                .map(RTCRtpHeaderExtensionCapability::direction)
                .findFirst()
                .orElse(RTCRtpTransceiverDirection.STOPPED);
    }

    void negotiated(List<RTCRtpHeaderExtensionParameters> agreed) {
        negotiated = agreed.stream().map(RTCRtpHeaderExtensionParameters::uri).toList();
    }

    List<RTCRtpHeaderExtensionCapability> negotiatedExtensions() {
        return extensions.stream()
                .map(e -> negotiated.contains(e.uri())
                        ? e
                        : new RTCRtpHeaderExtensionCapability(e.uri(), RTCRtpTransceiverDirection.STOPPED))
                .toList();
    }
}
