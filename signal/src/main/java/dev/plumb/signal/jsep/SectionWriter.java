package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCRtcpFeedback;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.sdp.Connection;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.MediaDescriptionBuilder;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.ExtmapAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.IceOptionsAttribute;
import dev.plumb.sdp.attribute.IcePwdAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import dev.plumb.sdp.attribute.MaxMessageSizeAttribute;
import dev.plumb.sdp.attribute.MidAttribute;
import dev.plumb.sdp.attribute.MsidAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.RtcpAttribute;
import dev.plumb.sdp.attribute.RtcpFbAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SctpPortAttribute;
import dev.plumb.sdp.attribute.SctpmapAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import dev.plumb.sdp.attribute.SsrcAttribute;
import dev.plumb.sdp.attribute.SsrcGroupAttribute;
import java.util.List;
import java.util.TreeMap;

/**
 * A writer of media sections in the form that browsers write.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.1 RFC 9429 5.2.1, Initial Offers
 */
final class SectionWriter {
    static final String RTP_PROTO = "UDP/TLS/RTP/SAVPF";
    static final String DATA_PROTO = "UDP/DTLS/SCTP";
    /** The proto of data channels before RFC 8841. */
    static final String OLD_DATA_PROTO = "DTLS/SCTP";

    private static final int DISCARD_PORT = 9;
    private static final int OLD_STREAMS = 1024;

    private final String cname;

    SectionWriter(String cname) {
        this.cname = cname;
    }

    /**
     * The transport attributes of every section that is not rejected.
     *
     * @param ice our credentials
     * @param fingerprints the fingerprints of our certificate
     * @param setup the DTLS role to offer or answer
     * @param bundleOnly whether a peer that does not bundle rejects the section
     */
    record Transport(
            RTCIceParameters ice, List<FingerprintAttribute> fingerprints, SetupAttribute setup, boolean bundleOnly) {}

    /**
     * The media attributes of an RTP section.
     *
     * @param proto the profile
     * @param direction our direction
     * @param codecs the codecs with their payload types
     * @param extensions the header extensions with their ids
     * @param received the simulcast streams that we receive; none where we receive just one
     * @param mux whether RTCP shares RTP's port
     * @param reducedSize whether RTCP may be of reduced size
     */
    record Rtp(
            String proto,
            RTCRtpTransceiverDirection direction,
            List<RTCRtpCodecParameters> codecs,
            List<RTCRtpHeaderExtensionParameters> extensions,
            List<SimulcastAttribute.Stream> received,
            boolean mux,
            boolean reducedSize) {}

    /** Returns a data section in the form of a proto: today's, or the one before RFC 8841. */
    MediaDescription data(String proto, String mid, Transport transport, int sctpPort, long maxMessageSize) {
        if (proto.equals(OLD_DATA_PROTO)) {
            MediaDescriptionBuilder old =
                    MediaDescription.builder("application", proto).format(sctpPort);
            return head(old, mid, transport)
                    .add(new SctpmapAttribute(sctpPort, "webrtc-datachannel", Integer.toString(OLD_STREAMS)))
                    .add(new MaxMessageSizeAttribute(maxMessageSize))
                    .build();
        }
        MediaDescriptionBuilder b =
                head(MediaDescription.builder("application", proto).format("webrtc-datachannel"), mid, transport);
        return b.add(new SctpPortAttribute(sctpPort))
                .add(new MaxMessageSizeAttribute(maxMessageSize))
                .build();
    }

    /** Returns a section that nobody uses, as a placeholder or a rejection. */
    static MediaDescription refused(String media, String proto, List<String> formats, String mid) {
        MediaDescriptionBuilder b = MediaDescription.builder(media, proto).port(0);
        (formats.isEmpty() ? List.of("0") : formats).forEach(b::format);
        b.connection(Connection.UNSPECIFIED);
        if (!mid.isEmpty()) {
            b.add(new MidAttribute(mid));
        }
        return b.add(DirectionAttribute.INACTIVE).build();
    }

    MediaDescription rtp(RTCRtpTransceiver transceiver, String mid, Rtp rtp, Transport transport) {
        MediaKind kind = transceiver.kind();
        MediaDescriptionBuilder b = MediaDescription.builder(kind.spec(), rtp.proto());
        rtp.codecs().forEach(c -> b.format(c.payloadType()));
        head(b, mid, transport).add(new RtcpAttribute(DISCARD_PORT, Connection.UNSPECIFIED.write()));
        rtp.extensions().forEach(e -> b.add(extension(e, transceiver.preferences())));
        b.add(rtp.direction().toSdp());
        if (rtp.mux()) {
            b.add(FlagAttribute.RTCP_MUX);
        }
        if (rtp.reducedSize()) {
            b.add(FlagAttribute.RTCP_RSIZE);
        }
        rtp.codecs().forEach(c -> codec(b, c));
        if (rtp.direction().sends()) {
            sending(b, transceiver, rtp.received());
        } else {
            receiving(b, rtp.received());
            held(b, transceiver);
        }
        return b.build();
    }

    private static ExtmapAttribute extension(RTCRtpHeaderExtensionParameters e, TransceiverPreferences preferences) {
        RTCRtpTransceiverDirection direction = preferences.directionOf(e.uri());
        return direction == RTCRtpTransceiverDirection.SENDRECV
                ? ExtmapAttribute.of(e.id(), e.uri())
                : new ExtmapAttribute(e.id(), direction.toSdp().attributeName(), e.uri(), "");
    }

    private static MediaDescriptionBuilder head(MediaDescriptionBuilder b, String mid, Transport transport) {
        b.port(transport.bundleOnly() ? 0 : DISCARD_PORT)
                .connection(Connection.UNSPECIFIED)
                .add(new IceUfragAttribute(transport.ice().usernameFragment()))
                .add(new IcePwdAttribute(transport.ice().password()))
                .add(new IceOptionsAttribute(List.of("trickle")))
                .addAll(transport.fingerprints())
                .add(transport.setup());
        if (!mid.isEmpty()) {
            b.add(new MidAttribute(mid));
        }
        return transport.bundleOnly() ? b.add(FlagAttribute.BUNDLE_ONLY) : b;
    }

    private static void codec(MediaDescriptionBuilder b, RTCRtpCodecParameters c) {
        String channels = c.channels() > 1 ? Integer.toString(c.channels()) : "";
        b.add(new RtpmapAttribute(c.payloadType(), c.name(), c.clockRateHz(), channels));
        for (RTCRtcpFeedback f : c.rtcpFeedback()) {
            b.add(RtcpFbAttribute.of(c.payloadType(), f.type(), f.parameter()));
        }
        if (!c.parameters().isEmpty()) {
            b.add(FmtpAttribute.of(c.payloadType(), new TreeMap<>(c.parameters())));
        }
    }

    private void sending(
            MediaDescriptionBuilder b, RTCRtpTransceiver transceiver, List<SimulcastAttribute.Stream> received) {
        String track = transceiver.sender().id();
        List<String> streams = transceiver.streamIds().isEmpty() ? List.of("-") : transceiver.streamIds();
        streams.forEach(stream -> b.add(new MsidAttribute(stream, track)));
        List<RTCRtpEncodingParameters> encodings = transceiver.sendEncodings();
        if (encodings.size() > 1) {
            encodings.forEach(e -> b.add(new RidAttribute(e.rid(), "send", "")));
            received.forEach(s -> b.add(new RidAttribute(s.rid(), "recv", "")));
            b.add(new SimulcastAttribute(
                    encodings.stream().map(SectionWriter::stream).toList(), received, false));
            return;
        }
        receiving(b, received);
        only(b, encodings.getFirst());
    }

    /**
     * Keeps the SSRC of a stream on hold, since Chromium shows no picture of an SSRC that left the description and
     * returns.
     */
    private void held(MediaDescriptionBuilder b, RTCRtpTransceiver transceiver) {
        List<RTCRtpEncodingParameters> encodings = transceiver.sendEncodings();
        if (transceiver.hasEverSent() && encodings.size() == 1) {
            only(b, encodings.getFirst());
        }
    }

    private void only(MediaDescriptionBuilder b, RTCRtpEncodingParameters only) {
        long ssrc = only.ssrc().orElseThrow();
        if (only.rtxSsrc().isPresent()) {
            b.add(new SsrcGroupAttribute("FID", List.of(ssrc, only.rtxSsrc().getAsLong())));
        }
        b.add(new SsrcAttribute(ssrc, "cname", cname));
        only.rtxSsrc().ifPresent(rtx -> b.add(new SsrcAttribute(rtx, "cname", cname)));
    }

    private static SimulcastAttribute.Stream stream(RTCRtpEncodingParameters e) {
        return new SimulcastAttribute.Stream(List.of(new SimulcastAttribute.Alternative(e.rid(), !e.active())));
    }

    private static void receiving(MediaDescriptionBuilder b, List<SimulcastAttribute.Stream> received) {
        if (!received.isEmpty()) {
            received.forEach(s -> b.add(new RidAttribute(s.rid(), "recv", "")));
            b.add(new SimulcastAttribute(List.of(), received, true));
        }
    }
}
