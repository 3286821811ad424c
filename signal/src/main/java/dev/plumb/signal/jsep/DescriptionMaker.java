package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCDtlsRole;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.signal.sdp.FingerprintAttribute;
import dev.plumb.signal.sdp.FlagAttribute;
import dev.plumb.signal.sdp.GroupAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.MsidSemanticAttribute;
import dev.plumb.signal.sdp.Origin;
import dev.plumb.signal.sdp.SessionDescription;
import dev.plumb.signal.sdp.SessionDescriptionBuilder;
import dev.plumb.signal.sdp.SetupAttribute;
import dev.plumb.signal.sdp.SimulcastAttribute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes offers and answers out of slots, transceivers and transports.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2 RFC 9429 5.2 and 5.3, Constructing an Offer, Generating an Answer
 */
final class DescriptionMaker {
    private final CodecNegotiation codecs;
    private final Transports transports;
    private final SectionWriter writer;
    private final long sessionId;
    private long version = 1;

    DescriptionMaker(CodecNegotiation codecs, Transports transports, String cname, long sessionId) {
        this.codecs = codecs;
        this.transports = transports;
        this.writer = new SectionWriter(cname);
        this.sessionId = sessionId;
    }

    SessionDescription offer(List<Slot> slots) {
        List<MediaDescription> sections = new ArrayList<>();
        List<String> bundled = new ArrayList<>();
        for (Slot slot : slots) {
            MediaDescription section = offerSection(slot);
            sections.add(section);
            if (!section.isRejected() && transports.isInBundle(slot.mid())) {
                bundled.add(slot.mid());
            }
        }
        return describe(sections, bundled);
    }

    private MediaDescription offerSection(Slot slot) {
        RTCRtpTransceiver transceiver = slot.transceiver();
        if (slot.isData()) {
            return writer.data(
                    slot.mid(),
                    transport(slot.mid(), SetupAttribute.ACTPASS),
                    RTCSctpTransport.DEFAULT_PORT,
                    RTCSctpTransport.getCapabilities().maxMessageSize());
        }
        if (transceiver == null || transceiver.isStopped()) {
            MediaDescription before = slot.local();
            return before == null
                    ? SectionWriter.refused(slot.media(), "UDP/TLS/RTP/SAVPF", List.of(), slot.mid())
                    : SectionWriter.refused(before.media(), before.proto(), before.formats(), slot.mid());
        }
        return writer.rtp(
                transceiver,
                slot.mid(),
                transceiver.direction(),
                codecs.offered(transceiver.kind()),
                codecs.offeredExtensions(transceiver.kind()),
                List.of(),
                transport(slot.mid(), SetupAttribute.ACTPASS));
    }

    SessionDescription answer(List<Slot> slots, SessionDescription offer) {
        List<MediaDescription> sections = new ArrayList<>();
        List<String> bundled = new ArrayList<>();
        List<String> offeredBundle = bundleOf(offer);
        for (int i = 0; i < offer.media().size(); i++) {
            Slot slot = slots.get(i);
            MediaDescription section = answerSection(slot, offer, offer.media().get(i));
            sections.add(section);
            if (!section.isRejected() && offeredBundle.contains(slot.mid()) && transports.isInBundle(slot.mid())) {
                bundled.add(slot.mid());
            }
        }
        return describe(sections, bundled);
    }

    private MediaDescription answerSection(Slot slot, SessionDescription offer, MediaDescription offered) {
        RTCRtpTransceiver transceiver = slot.transceiver();
        SetupAttribute setup = answeredSetup(slot.mid(), RemoteMedia.setup(offer, offered, SetupAttribute.ACTPASS));
        boolean other = !slot.media().equals(offered.media())
                || (!offered.mid().isEmpty() && !offered.mid().equals(slot.mid()));
        if (other || offered.isRejected() || !isUsable(offer, offered)) {
            return refuse(slot, offered);
        }
        if (slot.isData()) {
            return writer.data(
                    slot.mid(),
                    transport(slot.mid(), setup),
                    RTCSctpTransport.DEFAULT_PORT,
                    RTCSctpTransport.getCapabilities().maxMessageSize());
        }
        if (transceiver == null || transceiver.isStopped()) {
            return refuse(slot, offered);
        }
        List<RTCRtpCodecParameters> common = codecs.common(transceiver.kind(), RemoteMedia.codecs(offered));
        if (common.stream().allMatch(RTCRtpCodecParameters::isAuxiliary)) {
            return refuse(slot, offered);
        }
        return writer.rtp(
                transceiver,
                slot.mid(),
                answeredDirection(offer, offered, transceiver),
                common,
                codecs.commonExtensions(transceiver.kind(), RemoteMedia.headerExtensions(offer, offered)),
                receivedRids(offered),
                transport(slot.mid(), setup));
    }

    private static MediaDescription refuse(Slot slot, MediaDescription offered) {
        String mid = offered.mid().isEmpty() ? slot.mid() : offered.mid();
        return SectionWriter.refused(offered.media(), offered.proto(), offered.formats(), mid);
    }

    static boolean isUsable(SessionDescription description, MediaDescription section) {
        boolean media = section.media().equals("audio") || section.media().equals("video");
        boolean data = section.media().equals("application") && section.proto().contains("SCTP");
        return (data || (media && section.proto().endsWith("SAVPF")))
                && RemoteMedia.ice(description, section).isPresent()
                && RemoteMedia.dtls(description, section, RTCDtlsRole.AUTO).isPresent();
    }

    private static RTCRtpTransceiverDirection answeredDirection(
            SessionDescription offer, MediaDescription offered, RTCRtpTransceiver transceiver) {
        var theirs = offer.directionOf(offered);
        RTCRtpTransceiverDirection ours = transceiver.direction();
        return RTCRtpTransceiverDirection.of(ours.sends() && theirs.recv(), ours.receives() && theirs.send());
    }

    private static List<String> receivedRids(MediaDescription offered) {
        SimulcastAttribute simulcast = offered.first(SimulcastAttribute.TYPE);
        return simulcast == null
                ? List.of()
                : simulcast.send().stream().map(SimulcastAttribute.Stream::rid).toList();
    }

    /**
     * Active, unless the peer is, or an earlier handshake made us the server.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8842#section-5.3 RFC 8842 5.3, Generating the Answer
     */
    private SetupAttribute answeredSetup(String mid, SetupAttribute offered) {
        if (offered == SetupAttribute.ACTIVE) {
            return SetupAttribute.PASSIVE;
        }
        boolean server = transports.of(mid).dtls().role() == RTCDtlsRole.SERVER;
        return offered == SetupAttribute.ACTPASS && server ? SetupAttribute.PASSIVE : SetupAttribute.ACTIVE;
    }

    private SectionWriter.Transport transport(String mid, SetupAttribute setup) {
        TransportChain chain = transports.of(mid);
        List<FingerprintAttribute> fingerprints = chain.dtls().getLocalParameters().fingerprints().stream()
                .map(f -> new FingerprintAttribute(f.algorithm(), f.value()))
                .toList();
        return new SectionWriter.Transport(chain.gatherer().getLocalParameters(), fingerprints, setup);
    }

    static List<String> bundleOf(SessionDescription description) {
        return description.all(GroupAttribute.TYPE).stream()
                .filter(GroupAttribute::isBundle)
                .findFirst()
                .map(GroupAttribute::mids)
                .orElse(List.of());
    }

    private SessionDescription describe(List<MediaDescription> sections, List<String> bundled) {
        SessionDescriptionBuilder b = SessionDescription.builder(Origin.of(sessionId, version++));
        if (!bundled.isEmpty()) {
            b.add(GroupAttribute.bundle(bundled));
        }
        b.add(FlagAttribute.EXTMAP_ALLOW_MIXED).add(new MsidSemanticAttribute("WMS", List.of("*")));
        sections.forEach(b::media);
        return b.build();
    }

    /** A section with what was gathered so far. */
    static MediaDescription withCandidates(MediaDescription section, TransportChain chain, boolean complete) {
        String ufrag = chain.gatherer().getLocalParameters().usernameFragment();
        MediaDescription full = section;
        for (var candidate : chain.gatherer().getLocalCandidates()) {
            full = full.with(Candidates.toSdp(candidate, ufrag));
        }
        return complete ? full.with(FlagAttribute.END_OF_CANDIDATES) : full;
    }

    /** The encodings that a sender is told: those of its transceiver, with the codec that comes first. */
    static List<RTCRtpEncodingParameters> encodings(RTCRtpTransceiver transceiver, boolean active) {
        return transceiver.sendEncodings().stream()
                .map(e -> e.withActive(active && e.active()))
                .toList();
    }

    /** The version of the next description; kept apart so that a rollback does not reuse one. */
    long version() {
        return version;
    }

    /** The section of a list, or null where there is none. */
    static @Nullable MediaDescription at(SessionDescription description, int index) {
        return index < description.media().size() ? description.media().get(index) : null;
    }
}
