package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpSender;
import java.util.List;
import java.util.Optional;

/** The sending side of a transceiver: its streams, and the groups that the peer is told of. Used on the loop. */
final class TransceiverSending {
    private final RTCRtpSender sender;
    private List<String> streamIds;
    private List<RTCRtpEncodingParameters> encodings;
    /** The encodings from before the peer's offer asked for others. */
    private Optional<List<RTCRtpEncodingParameters>> before = Optional.empty();

    private Optional<RTCRtpSendParameters> lastRead = Optional.empty();
    private long transactions;
    private ReceiveLimits limits = ReceiveLimits.NONE;
    private boolean on;

    TransceiverSending(RTCRtpSender sender, List<String> streamIds, List<RTCRtpEncodingParameters> encodings) {
        this.sender = sender;
        this.streamIds = distinct(streamIds);
        this.encodings = List.copyOf(encodings);
    }

    List<String> streamIds() {
        return streamIds;
    }

    void streamIds(List<String> ids) {
        streamIds = distinct(ids);
    }

    private static List<String> distinct(List<String> ids) {
        return ids.stream().distinct().toList();
    }

    List<RTCRtpEncodingParameters> encodings() {
        return encodings;
    }

    // ---- by descriptions --------------------------------------------------------------------------------------------

    /** Sets the encodings that an offer of the peer's asks for, which a rollback may undo. */
    void offered(List<RTCRtpEncodingParameters> wanted) {
        if (!wanted.equals(encodings)) {
            before = before.or(() -> Optional.of(encodings));
            encodings = wanted;
            lastRead = Optional.empty();
        }
    }

    void rollback() {
        before.ifPresent(b -> encodings = b);
        before = Optional.empty();
        lastRead = Optional.empty();
    }

    /** Applies the negotiated parameters. */
    void negotiated(
            RTCRtpParameters negotiated, List<RTCRtpEncodingParameters> left, ReceiveLimits newLimits, boolean sends) {
        limits = newLimits;
        before = Optional.empty();
        lastRead = Optional.empty();
        List<RTCRtpCodecParameters> known = sender.getParameters()
                .map(RTCRtpParameters::codecs)
                .orElseGet(() -> RTCRtpSender.getCapabilities(sender.kind()).codecs().stream()
                        .map(RTCRtpCodecCapability::toParameters)
                        .toList());
        encodings = left.stream()
                .map(e -> renumbered(e, known, negotiated.codecs()))
                .toList();
        on = sends;
        sender.send(negotiated.withEncodings(effective(negotiated.codecs())));
    }

    /**
     * Returns an encoding under the agreed payload types. It keeps its codec under the new payload type, or uses the
     * first codec if its own was not agreed on.
     */
    private static RTCRtpEncodingParameters renumbered(
            RTCRtpEncodingParameters e, List<RTCRtpCodecParameters> known, List<RTCRtpCodecParameters> agreed) {
        if (e.codecPayloadType().isEmpty()) {
            return e;
        }
        return known.stream()
                .filter(c -> c.payloadType() == e.codecPayloadType().getAsInt())
                .findFirst()
                .flatMap(c -> agreed.stream().filter(a -> isSame(c, a)).findFirst())
                .map(a -> e.withCodecPayloadType(a.payloadType()))
                .orElseGet(e::withoutCodecPayloadType);
    }

    private static boolean isSame(RTCRtpCodecParameters a, RTCRtpCodecParameters b) {
        MediaKind kind = a.channels() > 0 ? MediaKind.AUDIO : MediaKind.VIDEO;
        RTCRtpCodecCapability asCapability = new RTCRtpCodecCapability(
                kind, a.name(), a.clockRateHz(), a.channels(), a.payloadType(), a.rtcpFeedback(), a.parameters());
        return asCapability.matches(b);
    }

    /** Stops sending for good. */
    void off() {
        on = false;
        sender.getParameters().ifPresent(p -> sender.send(p.withEncodings(effective(p.codecs()))));
    }

    /** Returns the application's encodings within the limits of the peer. All are inactive while nothing is sent. */
    private List<RTCRtpEncodingParameters> effective(List<RTCRtpCodecParameters> codecs) {
        List<Integer> payloadTypes = codecs.stream()
                .filter(c -> !c.isAuxiliary())
                .map(RTCRtpCodecParameters::payloadType)
                .toList();
        return limits.applied(
                encodings.stream().map(e -> e.withActive(on && e.active())).toList(), payloadTypes);
    }

    // ---- by the application -----------------------------------------------------------------------------------------

    RTCRtpSendParameters read() {
        Optional<RTCRtpParameters> now = sender.getParameters();
        RTCRtpSendParameters read = new RTCRtpSendParameters(
                Long.toString(++transactions),
                encodings,
                now.map(RTCRtpParameters::headerExtensions).orElse(List.of()),
                now.map(RTCRtpParameters::rtcp).orElse(RTCRtcpParameters.DEFAULT),
                now.map(RTCRtpParameters::codecs).orElse(List.of()));
        lastRead = Optional.of(read);
        return read;
    }

    /**
     * Sets parameters that were read and changed.
     *
     * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtpsender-setparameters WebRTC 5.2, setParameters
     */
    void write(RTCRtpSendParameters changed) {
        RTCRtpSendParameters read =
                lastRead.orElseThrow(() -> RTCPeerConnection.invalidState("read the parameters before changing them"));
        if (!read.transactionId().equals(changed.transactionId())
                || !SendEncodings.sameNames(read.encodings(), changed.encodings())
                || !read.withEncodings(changed.encodings()).equals(changed)) {
            throw new RTCException(
                    RTCException.Name.INVALID_MODIFICATION,
                    "change nothing but the settings of the encodings that were read last");
        }
        lastRead = Optional.empty();
        encodings = changed.encodings();
        sender.getParameters().ifPresent(p -> sender.send(p.withEncodings(effective(p.codecs()))));
    }
}
