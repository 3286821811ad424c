package dev.plumb.signal.jsep;

import dev.plumb.media.natives.CodecNatives;
import dev.plumb.objects.RTCDtlsRole;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.Origin;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.SessionDescriptionBuilder;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.GroupAttribute;
import dev.plumb.sdp.attribute.MsidSemanticAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A maker of offers and answers from sections, transceivers and transports.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2 RFC 9429 5.2 and 5.3, Constructing an Offer, Generating an Answer
 */
final class DescriptionMaker {
    private static final System.Logger LOG = System.getLogger("dev.plumb.jsep");

    private final Transports transports;
    private final Understanding understanding;
    private final SectionWriter writer;
    private final LongSupplier maxMessageSize;
    private final long sessionId;
    private long version = 1;

    DescriptionMaker(
            Transports transports,
            Understanding understanding,
            String cname,
            LongSupplier maxMessageSize,
            long sessionId) {
        this.transports = transports;
        this.understanding = understanding;
        this.writer = new SectionWriter(cname);
        this.maxMessageSize = maxMessageSize;
        this.sessionId = sessionId;
    }

    // ---- offers -----------------------------------------------------------------------------------------------------

    /**
     * Creates the offer of a plan.
     *
     * @param restarts tells the transports that get new credentials
     */
    SessionDescription offer(OfferPlanner.Plan plan, Predicate<TransportChain> restarts) {
        List<MediaDescription> sections = new ArrayList<>();
        Numbers numbers = new Numbers(plan.sections());
        Credentials credentials = new Credentials(restarts);
        for (Section place : plan.sections()) {
            TransportChain chain = plan.transports().get(place.mid());
            if (chain == null) {
                sections.add(refused(place));
            } else {
                boolean bundleOnly = plan.bundleOnly().contains(place.mid());
                sections.add(offered(
                        place, numbers, transport(chain, SetupAttribute.ACTPASS, credentials.of(chain), bundleOnly)));
            }
        }
        return describe(sections, plan.bundled());
    }

    private static MediaDescription refused(Section place) {
        return place.local()
                .or(place::remote)
                .map(s -> SectionWriter.refused(s.media(), s.proto(), s.formats(), place.mid()))
                .orElseGet(() -> SectionWriter.refused(place.media(), SectionWriter.RTP_PROTO, List.of(), place.mid()));
    }

    private MediaDescription offered(Section place, Numbers numbers, SectionWriter.Transport transport) {
        if (place.transceiver().isEmpty()) {
            String proto = place.remote().map(MediaDescription::proto).orElse(SectionWriter.DATA_PROTO);
            return data(proto, place.mid(), transport);
        }
        RTCRtpTransceiver t = place.transceiver().get();
        if (t.preferences().codecs().isEmpty()) {
            throw new RTCException(
                    RTCException.Name.NOT_SUPPORTED,
                    "a transceiver of " + t.kind().spec() + " cannot be offered; " + CodecNatives.missing(t.kind()));
        }
        return writer.rtp(
                t,
                place.mid(),
                new SectionWriter.Rtp(
                        SectionWriter.RTP_PROTO,
                        t.direction(),
                        CodecNegotiation.offered(t.preferences(), place.remote(), numbers),
                        CodecNegotiation.offeredExtensions(t.preferences(), numbers),
                        place.remote().map(DescriptionMaker::received).orElse(List.of()),
                        true,
                        true),
                transport);
    }

    private MediaDescription data(String proto, String mid, SectionWriter.Transport transport) {
        return writer.data(proto, mid, transport, RTCSctpTransport.DEFAULT_PORT, maxMessageSize.getAsLong());
    }

    // ---- answers ----------------------------------------------------------------------------------------------------

    SessionDescription answer(List<Section> places, SessionDescription offer, Predicate<TransportChain> restarts) {
        List<MediaDescription> sections = new ArrayList<>();
        SectionTransports speakers = new SectionTransports(offer);
        Set<String> offeredBundle = speakers.bundle();
        Set<String> answeredBundle = new HashSet<>();
        Map<Integer, String> idsOfBundle = new HashMap<>();
        Credentials credentials = new Credentials(restarts);
        for (int i = 0; i < offer.media().size(); i++) {
            boolean inBundle = offeredBundle.contains(places.get(i).mid());
            MediaDescription section = answered(
                    places.get(i),
                    speakers,
                    offer.media().get(i),
                    credentials,
                    inBundle ? idsOfBundle : new HashMap<>());
            sections.add(section);
            if (!section.isRejected() && offeredBundle.contains(places.get(i).mid())) {
                answeredBundle.add(places.get(i).mid());
            }
        }
        List<String> ordered =
                offeredBundle.stream().filter(answeredBundle::contains).toList();
        return describe(sections, ordered);
    }

    private MediaDescription answered(
            Section place,
            SectionTransports speakers,
            MediaDescription offered,
            Credentials credentials,
            Map<Integer, String> extensionIds) {
        if (!offered.isRejected() && !isUsable(place, speakers, offered)) {
            LOG.log(
                    Level.INFO,
                    "section {0} of the offer is refused: {1}",
                    place.mid(),
                    whyNot(place, speakers, offered));
        }
        if (offered.isRejected() || !isUsable(place, speakers, offered)) {
            return SectionWriter.refused(offered.media(), offered.proto(), offered.formats(), offered.mid());
        }
        SessionDescription offer = speakers.description();
        TransportChain chain = transports.of(place.mid());
        SetupAttribute theirs = RemoteMedia.setup(offer, speakers.of(offered), SetupAttribute.ACTPASS);
        SectionWriter.Transport transport =
                transport(chain, answeredSetup(chain, theirs), credentials.of(chain), false);
        if (place.transceiver().isEmpty()) {
            return data(offered.proto(), offered.mid(), transport);
        }
        RTCRtpTransceiver t = place.transceiver().get();
        return writer.rtp(
                t,
                offered.mid(),
                new SectionWriter.Rtp(
                        offered.proto(),
                        answeredDirection(offer, offered, t),
                        CodecNegotiation.common(t.preferences(), RemoteMedia.codecs(offered)),
                        answeredExtensions(t, offer, offered, extensionIds),
                        received(offered),
                        offered.has(FlagAttribute.RTCP_MUX),
                        offered.has(FlagAttribute.RTCP_RSIZE)),
                transport);
    }

    /**
     * Returns the header extensions of an answer. Within a bundle an id stands for one extension, and an extension has
     * one id; offered extensions that break this are left out.
     *
     * @param ids the ids taken so far, to which these are added
     * @spec https://www.rfc-editor.org/rfc/rfc9143#section-14 RFC 9143 14, RTP Header Extensions Consideration
     */
    private static List<RTCRtpHeaderExtensionParameters> answeredExtensions(
            RTCRtpTransceiver t, SessionDescription offer, MediaDescription offered, Map<Integer, String> ids) {
        return CodecNegotiation.commonExtensions(t.preferences(), RemoteMedia.headerExtensions(offer, offered)).stream()
                .filter(e -> ids.containsKey(e.id()) ? ids.get(e.id()).equals(e.uri()) : !ids.containsValue(e.uri()))
                .peek(e -> ids.put(e.id(), e.uri()))
                .toList();
    }

    /** Returns whether we can accept the offered section. */
    @SuppressWarnings("ReferenceEquality") // the very section: two may be equal
    private boolean isUsable(Section place, SectionTransports speakers, MediaDescription offered) {
        boolean mayBeAlone = transports.configuration().bundlePolicy() != RTCBundlePolicy.MAX_BUNDLE
                || speakers.description().media().getFirst() == offered
                || speakers.bundle().contains(place.mid());
        return mayBeAlone
                && transports.isAssigned(place.mid())
                && speakers.isUsable(offered)
                && (place.transceiver().isPresent()
                        ? isUsableMedia(place.transceiver().get(), speakers, offered)
                        : place.isData() && offered.proto().contains("SCTP"));
    }

    /** Returns why an offered section is refused, for the log. */
    private String whyNot(Section place, SectionTransports speakers, MediaDescription offered) {
        if (!RemoteMedia.isOurs(offered)) {
            return "its kind or profile is not spoken here: " + offered.media() + " " + offered.proto();
        }
        if (!speakers.isUsable(offered)) {
            return "it lacks ICE credentials or a fingerprint";
        }
        if (!transports.isAssigned(place.mid())) {
            return "there are too many transports; bundle the sections";
        }
        if (place.transceiver().isPresent()
                && CodecNegotiation.common(place.transceiver().get().preferences(), RemoteMedia.codecs(offered))
                        .stream()
                        .allMatch(RTCRtpCodecParameters::isAuxiliary)) {
            return "no codec in common; the peer has "
                    + RemoteMedia.codecs(offered).stream()
                            .map(c -> c.name() + " " + c.parameters())
                            .distinct()
                            .toList()
                    + remedy(place.transceiver().get(), offered);
        }
        return "bundling, RTCP multiplexing or a stopped transceiver";
    }

    private static String remedy(RTCRtpTransceiver t, MediaDescription offered) {
        return CodecNatives.remedy(
                t.kind(),
                t.preferences().codecs().stream()
                        .map(RTCRtpCodecCapability::name)
                        .toList(),
                RemoteMedia.codecs(offered).stream()
                        .map(RTCRtpCodecParameters::name)
                        .toList());
    }

    private boolean isUsableMedia(RTCRtpTransceiver t, SectionTransports speakers, MediaDescription offered) {
        boolean mux = offered.has(FlagAttribute.RTCP_MUX)
                || speakers.bundle().size() > 1
                || transports.configuration().rtcpMuxPolicy() == RTCRtcpMuxPolicy.NEGOTIATE;
        // one that is only being stopped is refused by the next offer; until then nothing flows
        return !t.isStopped()
                && mux
                && !CodecNegotiation.common(t.preferences(), RemoteMedia.codecs(offered)).stream()
                        .allMatch(RTCRtpCodecParameters::isAuxiliary);
    }

    private static RTCRtpTransceiverDirection answeredDirection(
            SessionDescription offer, MediaDescription offered, RTCRtpTransceiver transceiver) {
        var theirs = offer.directionOf(offered);
        RTCRtpTransceiverDirection ours = transceiver.direction();
        return RTCRtpTransceiverDirection.of(ours.sends() && theirs.recv(), ours.receives() && theirs.send());
    }

    /** Returns the simulcast streams that the peer sends, all of which we accept. */
    private static List<SimulcastAttribute.Stream> received(MediaDescription theirs) {
        SimulcastAttribute simulcast = theirs.first(SimulcastAttribute.TYPE);
        Set<String> described = theirs.all(RidAttribute.TYPE).stream()
                .filter(r -> r.direction().equals("send"))
                .map(RidAttribute::id)
                .collect(Collectors.toSet());
        return simulcast == null
                ? List.of()
                : simulcast.send().stream()
                        .filter(s -> described.contains(s.rid()))
                        .map(s -> SimulcastAttribute.Stream.of(s.rid()))
                        .distinct()
                        .limit(RemoteMedia.ENCODINGS_AT_MOST)
                        .toList();
    }

    /**
     * Returns the setup to answer with: active, unless the peer is, or an earlier handshake made us the server.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8842#section-5.3 RFC 8842 5.3, Generating the Answer
     */
    private static SetupAttribute answeredSetup(TransportChain chain, SetupAttribute offered) {
        if (offered == SetupAttribute.ACTIVE) {
            return SetupAttribute.PASSIVE;
        }
        boolean server = chain.dtls().role() == RTCDtlsRole.SERVER;
        return offered == SetupAttribute.ACTPASS && server ? SetupAttribute.PASSIVE : SetupAttribute.ACTIVE;
    }

    // ---- both -------------------------------------------------------------------------------------------------------

    private static SectionWriter.Transport transport(
            TransportChain chain, SetupAttribute setup, RTCIceParameters ice, boolean bundleOnly) {
        List<FingerprintAttribute> fingerprints = chain.dtls().getLocalParameters().fingerprints().stream()
                .map(f -> new FingerprintAttribute(f.algorithm(), f.value()))
                .toList();
        return new SectionWriter.Transport(ice, fingerprints, setup, bundleOnly);
    }

    /** The ICE credentials of a description's sections. Transports that restart share new ones. */
    private static final class Credentials {
        private final Predicate<TransportChain> restarts;
        private Optional<RTCIceParameters> fresh = Optional.empty();

        Credentials(Predicate<TransportChain> restarts) {
            this.restarts = restarts;
        }

        RTCIceParameters of(TransportChain chain) {
            if (!restarts.test(chain)) {
                return chain.described();
            }
            RTCIceParameters restarted = chain.restarted(fresh);
            fresh = Optional.of(restarted);
            return restarted;
        }
    }

    private SessionDescription describe(List<MediaDescription> sections, List<String> bundled) {
        SessionDescriptionBuilder b = SessionDescription.builder(Origin.of(sessionId, version++));
        if (!bundled.isEmpty()) {
            b.add(GroupAttribute.bundle(bundled));
        }
        b.add(FlagAttribute.EXTMAP_ALLOW_MIXED).add(new MsidSemanticAttribute("WMS", List.of("*")));
        understanding.lines().forEach(b::add);
        sections.forEach(b::media);
        return b.build();
    }
}
