package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCRtcpFeedback;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.signal.sdp.Connection;
import dev.plumb.signal.sdp.ExtmapAttribute;
import dev.plumb.signal.sdp.FingerprintAttribute;
import dev.plumb.signal.sdp.FlagAttribute;
import dev.plumb.signal.sdp.FmtpAttribute;
import dev.plumb.signal.sdp.IceOptionsAttribute;
import dev.plumb.signal.sdp.IcePwdAttribute;
import dev.plumb.signal.sdp.IceUfragAttribute;
import dev.plumb.signal.sdp.MaxMessageSizeAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.MediaDescriptionBuilder;
import dev.plumb.signal.sdp.MidAttribute;
import dev.plumb.signal.sdp.MsidAttribute;
import dev.plumb.signal.sdp.RidAttribute;
import dev.plumb.signal.sdp.RtcpAttribute;
import dev.plumb.signal.sdp.RtcpFbAttribute;
import dev.plumb.signal.sdp.RtpmapAttribute;
import dev.plumb.signal.sdp.SctpPortAttribute;
import dev.plumb.signal.sdp.SetupAttribute;
import dev.plumb.signal.sdp.SimulcastAttribute;
import dev.plumb.signal.sdp.SsrcAttribute;
import dev.plumb.signal.sdp.SsrcGroupAttribute;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes media sections in the form that browsers write.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.1 RFC 9429 5.2.1, Initial Offers
 */
final class SectionWriter {
    private static final String RTP_PROTO = "UDP/TLS/RTP/SAVPF";
    private static final String DATA_PROTO = "UDP/DTLS/SCTP";
    private static final int DISCARD_PORT = 9;

    private final String cname;

    SectionWriter(String cname) {
        this.cname = cname;
    }

    /** What every section that is not refused says of its transport. */
    record Transport(RTCIceParameters ice, List<FingerprintAttribute> fingerprints, SetupAttribute setup) {}

    MediaDescription data(String mid, Transport transport, int sctpPort, long maxMessageSize) {
        MediaDescriptionBuilder b =
                head(MediaDescription.builder("application", DATA_PROTO).format("webrtc-datachannel"), mid, transport);
        return b.add(new SctpPortAttribute(sctpPort))
                .add(new MaxMessageSizeAttribute(maxMessageSize))
                .build();
    }

    /** A section that is refused: port 0, the formats as they were. */
    static MediaDescription refused(String media, String proto, List<String> formats, String mid) {
        MediaDescriptionBuilder b =
                MediaDescription.builder(media, proto).port(0).connection(Connection.UNSPECIFIED);
        (formats.isEmpty() ? List.of("0") : formats).forEach(b::format);
        return mid.isEmpty() ? b.build() : b.add(new MidAttribute(mid)).build();
    }

    /**
     * An RTP section.
     *
     * @param receivedRids the rids of a simulcast that the peer sends; none for none
     */
    MediaDescription rtp(
            RTCRtpTransceiver transceiver,
            String mid,
            RTCRtpTransceiverDirection direction,
            List<RTCRtpCodecParameters> codecs,
            List<RTCRtpHeaderExtensionParameters> extensions,
            List<String> receivedRids,
            Transport transport) {
        MediaKind kind = transceiver.kind();
        MediaDescriptionBuilder b = MediaDescription.builder(kind.spec(), RTP_PROTO);
        codecs.forEach(c -> b.format(c.payloadType()));
        head(b, mid, transport).add(new RtcpAttribute(DISCARD_PORT, Connection.UNSPECIFIED.write()));
        extensions.forEach(e -> b.add(ExtmapAttribute.of(e.id(), e.uri())));
        b.add(direction.toSdp()).add(FlagAttribute.RTCP_MUX).add(FlagAttribute.RTCP_RSIZE);
        codecs.forEach(c -> codec(b, c));
        if (direction.sends()) {
            sending(b, transceiver);
        }
        if (!receivedRids.isEmpty()) {
            receivedRids.forEach(rid -> b.add(new RidAttribute(rid, "recv", "")));
            b.add(SimulcastAttribute.receiving(receivedRids));
        }
        return b.build();
    }

    private static MediaDescriptionBuilder head(MediaDescriptionBuilder b, String mid, Transport transport) {
        return b.port(DISCARD_PORT)
                .connection(Connection.UNSPECIFIED)
                .add(new IceUfragAttribute(transport.ice().usernameFragment()))
                .add(new IcePwdAttribute(transport.ice().password()))
                .add(new IceOptionsAttribute(List.of("trickle")))
                .addAll(transport.fingerprints())
                .add(transport.setup())
                .add(new MidAttribute(mid));
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

    private void sending(MediaDescriptionBuilder b, RTCRtpTransceiver transceiver) {
        String track = transceiver.sender().id();
        List<String> streams = transceiver.streamIds().isEmpty() ? List.of("-") : transceiver.streamIds();
        streams.forEach(stream -> b.add(new MsidAttribute(stream, track)));
        List<RTCRtpEncodingParameters> encodings = transceiver.sendEncodings();
        if (encodings.size() > 1) {
            List<String> rids =
                    encodings.stream().map(RTCRtpEncodingParameters::rid).toList();
            rids.forEach(rid -> b.add(new RidAttribute(rid, "send", "")));
            b.add(SimulcastAttribute.sending(rids));
            return;
        }
        RTCRtpEncodingParameters only = encodings.getFirst();
        long ssrc = only.ssrc().orElseThrow();
        if (only.rtxSsrc().isPresent()) {
            b.add(new SsrcGroupAttribute("FID", List.of(ssrc, only.rtxSsrc().getAsLong())));
        }
        b.add(new SsrcAttribute(ssrc, "cname", cname));
        only.rtxSsrc().ifPresent(rtx -> b.add(new SsrcAttribute(rtx, "cname", cname)));
    }
}
