package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsRole;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCSctpCapabilities;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.MaxMessageSizeAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The application of an agreed offer and answer to the objects.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.11 RFC 9429 5.11, Applying an Answer
 */
final class Negotiated {
    private static final System.Logger LOG = System.getLogger("dev.plumb.jsep");
    private static final long DEFAULT_MAX_MESSAGE_SIZE = 65_536;

    private final Transports transports;
    private final String cname;

    Negotiated(Transports transports, String cname) {
        this.transports = transports;
        this.cname = cname;
    }

    /**
     * Both sides' descriptions.
     *
     * @param local ours
     * @param remote the peer's
     * @param bundle the names of the sections that share a transport; the first speaks for it
     * @param weOffered whether ours is the offer
     */
    record Exchange(
            SessionDescription local, SessionDescription remote, SequencedSet<String> bundle, boolean weOffered) {}

    /** Starts the transports that are agreed on, each once, by the section that speaks for it. */
    void transports(List<Section> sections, Exchange exchange) {
        Set<TransportChain> started = new HashSet<>();
        SectionTransports speakers = new SectionTransports(exchange.remote());
        for (Section section : sections) {
            boolean speaks = !exchange.bundle().contains(section.mid())
                    || exchange.bundle().getFirst().equals(section.mid());
            if (section.isAgreed() && speaks && started.add(transports.of(section.mid()))) {
                start(transports.of(section.mid()), section, exchange, speakers);
            }
        }
    }

    private static void start(TransportChain chain, Section section, Exchange exchange, SectionTransports speakers) {
        SessionDescription remote = exchange.remote();
        MediaDescription theirs = speakers.of(section.remote().orElseThrow());
        MediaDescription ours = section.local().orElseThrow();
        Optional<RTCIceParameters> ice = RemoteMedia.ice(remote, theirs);
        Optional<RTCDtlsParameters> dtls =
                RemoteMedia.dtls(remote, theirs, peerRole(remote, theirs, exchange.local(), ours));
        if (ice.isEmpty() || dtls.isEmpty()) {
            return;
        }
        if (!chain.isAlive() && !chain.isAnotherPeer(ice.get(), dtls.get())) {
            return;
        }
        RTCIceRole role = ice.get().iceLite() || exchange.weOffered() ? RTCIceRole.CONTROLLING : RTCIceRole.CONTROLLED;
        chain.start(ice.get(), role, dtls.get());
    }

    /** Returns the peer's DTLS role. Whichever side said active is the client. */
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
    static void data(Section section, RTCSctpTransport sctp) {
        MediaDescription theirs = section.remote().orElseThrow();
        sctp.start(dataCapabilities(section), theirs.sctpPort().orElse(RTCSctpTransport.DEFAULT_PORT));
    }

    /** Returns the SCTP capabilities that the peer announces. */
    static RTCSctpCapabilities dataCapabilities(Section section) {
        MaxMessageSizeAttribute most = section.remote().orElseThrow().first(MaxMessageSizeAttribute.TYPE);
        return new RTCSctpCapabilities(most == null ? DEFAULT_MAX_MESSAGE_SIZE : most.bytes());
    }

    /** Sets the negotiated parameters of a section's sender and receiver. */
    void media(Section section, Exchange exchange) {
        if (section.transceiver().filter(t -> !t.isStopped()).isEmpty() || !section.isAgreed()) {
            return;
        }
        RTCRtpTransceiver t = section.transceiver().get();
        MediaDescription theirs = section.remote().orElseThrow();
        MediaDescription ours = section.local().orElseThrow();
        var we = exchange.local().directionOf(ours);
        var they = exchange.remote().directionOf(theirs);
        boolean sends = we.send() && they.recv();
        boolean receives = we.recv() && they.send();
        t.negotiated(RTCRtpTransceiverDirection.of(sends, receives));
        List<RTCRtpHeaderExtensionParameters> extensions = extensions(section, exchange);
        t.preferences().negotiated(extensions);
        TransportChain chain = transports.of(section.mid());
        // one that is being stopped has been agreed on, and carries nothing
        if (!chain.isAlive() || t.isStopping()) {
            return;
        }
        receive(t, section, extensions, chain, receives);
        send(t, section, exchange.remote(), extensions, chain, sends);
    }

    /**
     * Returns the header extensions that both sides name under the same id.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8285#section-6 RFC 8285 6, SDP Offer/Answer
     */
    private static List<RTCRtpHeaderExtensionParameters> extensions(Section section, Exchange exchange) {
        List<RTCRtpHeaderExtensionParameters> ours =
                RemoteMedia.headerExtensions(exchange.local(), section.local().orElseThrow());
        return RemoteMedia.headerExtensions(exchange.remote(), section.remote().orElseThrow()).stream()
                .filter(Set.copyOf(ours)::contains)
                .toList();
    }

    /**
     * Pauses receivers that had another id for MID. MID has one id on a transport, so they wait until all of them have
     * the new one.
     */
    void beforeMedia(List<Section> sections, Exchange exchange) {
        for (Section section : sections) {
            if (section.transceiver().filter(t -> !t.isStopping()).isEmpty() || !section.isAgreed()) {
                continue;
            }
            RTCRtpReceiver receiver = section.transceiver().get().receiver();
            OptionalInt before = receiver.getParameters().map(RTCRtpParameters::headerExtensions).stream()
                    .map(Negotiated::midId)
                    .findFirst()
                    .orElse(OptionalInt.empty());
            OptionalInt next = midId(extensions(section, exchange));
            if (before.isPresent() && !before.equals(next)) {
                receiver.pause();
            }
        }
    }

    private static List<String> names(List<RTCRtpCodecParameters> codecs) {
        return codecs.stream()
                .map(c -> c.name() + "/" + c.clockRateHz())
                .distinct()
                .toList();
    }

    private static OptionalInt midId(List<RTCRtpHeaderExtensionParameters> extensions) {
        return extensions.stream()
                .filter(e -> e.uri().equals(TransceiverPreferences.MID_URI))
                .mapToInt(RTCRtpHeaderExtensionParameters::id)
                .findFirst();
    }

    private static void receive(
            RTCRtpTransceiver t,
            Section section,
            List<RTCRtpHeaderExtensionParameters> extensions,
            TransportChain chain,
            boolean receives) {
        List<RTCRtpCodecParameters> usable = section.local()
                .map(ours -> CodecNegotiation.common(t.preferences(), RemoteMedia.codecs(ours)))
                .orElseThrow();
        t.receiver().setTransport(chain.dtls());
        if (!receives || usable.stream().allMatch(RTCRtpCodecParameters::isAuxiliary)) {
            t.receiver().pause();
            return;
        }
        List<RTCRtpCodecParameters> described = CodecNegotiation.described(
                usable, section.remote().map(RemoteMedia::codecs).orElse(List.of()));
        RTCRtpParameters parameters = RTCRtpParameters.of(section.mid(), described)
                .withHeaderExtensions(extensions)
                .withEncodings(section.remote().map(RemoteMedia::encodings).orElseThrow());
        t.receiver().receive(parameters);
    }

    private void send(
            RTCRtpTransceiver t,
            Section section,
            SessionDescription remote,
            List<RTCRtpHeaderExtensionParameters> extensions,
            TransportChain chain,
            boolean sends) {
        MediaDescription theirs = section.remote().orElseThrow();
        List<RTCRtpCodecParameters> usable = CodecNegotiation.common(t.preferences(), RemoteMedia.codecs(theirs));
        t.sender().setTransport(chain.dtls());
        if (usable.stream().allMatch(RTCRtpCodecParameters::isAuxiliary)) {
            LOG.log(
                    Level.INFO,
                    "section {0} sends nothing: no codec in common; the peer has {1}, here are {2}",
                    section.mid(),
                    names(RemoteMedia.codecs(theirs)),
                    names(t.preferences().codecs().stream()
                            .map(RTCRtpCodecCapability::toParameters)
                            .toList()));
            t.sending().off();
            return;
        }
        ReceiveLimits limits = ReceiveLimits.of(remote, theirs);
        List<RTCRtpCodecParameters> limited =
                usable.stream().map(limits::applied).toList();
        RTCRtpParameters parameters = RTCRtpParameters.of(section.mid(), limited)
                .withHeaderExtensions(extensions)
                .withRtcp(RTCRtcpParameters.DEFAULT
                        .withCname(cname)
                        .withReducedSize(theirs.has(FlagAttribute.RTCP_RSIZE)));
        t.sending().negotiated(parameters, SendEncodings.leftBy(theirs, t.sendEncodings()), limits, sends);
    }
}
