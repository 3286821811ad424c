package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsRole;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCSctpCapabilities;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.objects.RTCSctpTransportState;
import dev.plumb.signal.sdp.MaxMessageSizeAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.SessionDescription;
import dev.plumb.signal.sdp.SetupAttribute;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the objects to what offer and answer agreed on.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.11 RFC 9429 5.11, Applying an Answer
 */
final class Negotiated {
    private static final long DEFAULT_MAX_MESSAGE_SIZE = 65_536;

    private final CodecNegotiation codecs;
    private final Transports transports;
    private final String cname;
    private @Nullable RTCIceRole role;

    Negotiated(CodecNegotiation codecs, Transports transports, String cname) {
        this.codecs = codecs;
        this.transports = transports;
        this.cname = cname;
    }

    /** The first offerer is controlling, for good. */
    void weOffered() {
        if (role == null) {
            role = RTCIceRole.CONTROLLING;
        }
    }

    void theyOffered() {
        if (role == null) {
            role = RTCIceRole.CONTROLLED;
        }
    }

    /** Starts a slot's transport, where the slot speaks for it. */
    void transport(Slot slot, SessionDescription remote, SessionDescription local, boolean tagged) {
        MediaDescription theirs = slot.remote();
        MediaDescription ours = slot.local();
        if (!slot.isAgreed() || !tagged || theirs == null || ours == null) {
            return;
        }
        Optional<RTCIceParameters> ice = RemoteMedia.ice(remote, theirs);
        Optional<RTCDtlsParameters> dtls = RemoteMedia.dtls(remote, theirs, peerRole(remote, theirs, local, ours));
        if (ice.isEmpty() || dtls.isEmpty()) {
            throw new SdpException(0, "section " + slot.mid() + " lacks ICE credentials or a fingerprint");
        }
        RTCIceRole ofUs = ice.get().iceLite() || role == null ? RTCIceRole.CONTROLLING : role;
        transports.of(slot.mid()).start(ice.get(), ofUs, dtls.get());
    }

    /** The peer's DTLS role: whichever of the two said active is the client. */
    private static RTCDtlsRole peerRole(
            SessionDescription remote, MediaDescription theirs, SessionDescription local, MediaDescription ours) {
        SetupAttribute peer = RemoteMedia.setup(remote, theirs, SetupAttribute.ACTPASS);
        SetupAttribute we = RemoteMedia.setup(local, ours, SetupAttribute.ACTPASS);
        if (peer == SetupAttribute.ACTIVE || we == SetupAttribute.PASSIVE) {
            return RTCDtlsRole.CLIENT;
        }
        return peer == SetupAttribute.PASSIVE || we == SetupAttribute.ACTIVE ? RTCDtlsRole.SERVER : RTCDtlsRole.AUTO;
    }

    /** Starts the data channels. */
    void data(Slot slot, RTCSctpTransport sctp) {
        MediaDescription theirs = slot.remote();
        if (theirs == null || sctp.state() != RTCSctpTransportState.NEW) {
            return;
        }
        MaxMessageSizeAttribute most = theirs.first(MaxMessageSizeAttribute.TYPE);
        sctp.start(
                new RTCSctpCapabilities(most == null ? DEFAULT_MAX_MESSAGE_SIZE : most.bytes()),
                theirs.sctpPort().orElse(RTCSctpTransport.DEFAULT_PORT));
    }

    /** Tells sender and receiver of a slot what they may do. */
    void media(Slot slot, SessionDescription remote, SessionDescription local) {
        RTCRtpTransceiver t = slot.transceiver();
        MediaDescription theirs = slot.remote();
        MediaDescription ours = slot.local();
        if (t == null || t.isStopped() || theirs == null || ours == null) {
            return;
        }
        if (!slot.isAgreed()) {
            t.stopNow();
            return;
        }
        var we = local.directionOf(ours);
        var they = remote.directionOf(theirs);
        boolean sends = we.send() && they.recv();
        boolean receives = we.recv() && they.send();
        t.negotiated(RTCRtpTransceiverDirection.of(sends, receives));
        List<RTCRtpHeaderExtensionParameters> extensions =
                codecs.commonExtensions(t.kind(), RemoteMedia.headerExtensions(remote, theirs));
        TransportChain chain = transports.of(slot.mid());
        receive(t, slot, theirs, ours, extensions, chain, receives);
        send(t, slot, theirs, extensions, chain, sends);
    }

    private void receive(
            RTCRtpTransceiver t,
            Slot slot,
            MediaDescription theirs,
            MediaDescription ours,
            List<RTCRtpHeaderExtensionParameters> extensions,
            TransportChain chain,
            boolean receives) {
        t.receiver().setTransport(chain.dtls());
        if (receives) {
            t.receiver()
                    .receive(new RTCRtpParameters(
                            slot.mid(),
                            codecs.common(t.kind(), RemoteMedia.codecs(ours)),
                            extensions,
                            RTCRtcpParameters.DEFAULT,
                            RemoteMedia.encodings(theirs)));
        } else {
            t.receiver().pause();
        }
    }

    private void send(
            RTCRtpTransceiver t,
            Slot slot,
            MediaDescription theirs,
            List<RTCRtpHeaderExtensionParameters> extensions,
            TransportChain chain,
            boolean sends) {
        List<RTCRtpCodecParameters> usable = codecs.common(t.kind(), RemoteMedia.codecs(theirs));
        t.sender().setTransport(chain.dtls());
        if (usable.stream().allMatch(RTCRtpCodecParameters::isAuxiliary)) {
            return;
        }
        t.sender()
                .send(new RTCRtpParameters(
                        slot.mid(),
                        usable,
                        extensions,
                        new RTCRtcpParameters(cname, true, true),
                        DescriptionMaker.encodings(t, sends)));
    }
}
