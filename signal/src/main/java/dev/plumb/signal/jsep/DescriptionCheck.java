package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SdpParse;
import dev.plumb.sdp.SdpParser;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.FlagAttribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The checks that refuse an unusable description before it changes anything.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.8 RFC 9429 5.8, Parsing a Session Description
 */
final class DescriptionCheck {
    /** The attributes without which a section cannot be understood. Other malformed lines are ignored. */
    private static final Set<String> MUST_BE_READ = Set.of(
            "ice-ufrag",
            "ice-pwd",
            "fingerprint",
            "setup",
            "mid",
            "group",
            "rtpmap",
            "sctp-port",
            "max-message-size",
            "extmap");

    private final Transports transports;
    private final Understanding understanding;

    DescriptionCheck(Transports transports, Understanding understanding) {
        this.transports = transports;
        this.understanding = understanding;
    }

    /**
     * Reads a text.
     *
     * @throws SdpException naming the line
     */
    static SessionDescription parse(String sdp) {
        return switch (SdpParser.parse(sdp)) {
            case SdpParse.Ok ok -> {
                ok.description().malformedLines().stream()
                        .filter(DescriptionCheck::matters)
                        .findFirst()
                        .ifPresent(m -> {
                            throw SdpException.of(m);
                        });
                yield ok.description();
            }
            case SdpParse.Malformed bad -> throw SdpException.of(bad);
        };
    }

    private static boolean matters(SdpParse.Malformed line) {
        String text = line.text();
        int end = text.indexOf(':');
        return text.startsWith("a=")
                && MUST_BE_READ.contains(
                        text.substring(2, end < 0 ? text.length() : end).toLowerCase(Locale.ROOT));
    }

    /** Checks the peer's offer against the descriptions before. */
    void offer(Negotiation before, SessionDescription offer) {
        understanding.check(offer);
        if (offer.media().size() < before.sections().size()) {
            throw unusable("an offer never has fewer sections than the one before");
        }
        Set<String> mids = new HashSet<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (!section.mid().isEmpty() && !mids.add(section.mid())) {
                throw unusable("line " + offer.lineNumber(i) + ": two sections are named " + section.mid());
            }
            if (i < before.sections().size()) {
                continues(before, i, offer);
            }
        }
        SectionTransports speakers = new SectionTransports(offer);
        requireBundled(offer);
        requireMuxed(speakers);
        requireSecured(speakers);
        for (int i = 0; i < Math.min(before.sections().size(), offer.media().size()); i++) {
            requireSameExtensions(agreedExtensions(before.sections().get(i)), offer, i);
        }
    }

    private static void continues(Negotiation before, int i, SessionDescription offer) {
        Section place = before.sections().get(i);
        MediaDescription section = offer.media().get(i);
        boolean renamed = !section.mid().isEmpty() && !section.mid().equals(place.mid());
        boolean other = renamed || !section.media().equals(place.media());
        if (other && !section.isRejected() && place.isAgreed()) {
            throw unusable("line " + offer.lineNumber(i) + ": section " + place.mid()
                    + " is in use, and keeps its name and kind");
        }
    }

    private static void requireBundled(SessionDescription description) {
        for (String mid : description.bundle()) {
            if (description.indexOf(mid) < 0) {
                throw unusable("the bundle names a section that is not there: " + mid);
            }
        }
    }

    private static List<RTCRtpHeaderExtensionParameters> agreedExtensions(Section place) {
        if (!place.isAgreed()) {
            return List.of();
        }
        List<RTCRtpHeaderExtensionParameters> ours =
                RemoteMedia.headerExtensions(place.local().orElseThrow());
        return RemoteMedia.headerExtensions(place.remote().orElseThrow()).stream()
                .filter(ours::contains)
                .toList();
    }

    /**
     * Requires that an id stands for one header extension for the lifetime of the section.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8285#section-6 RFC 8285 6, SDP Offer/Answer
     */
    private static void requireSameExtensions(
            List<RTCRtpHeaderExtensionParameters> before, SessionDescription now, int index) {
        MediaDescription section = now.media().get(index);
        if (section.isRejected()) {
            return;
        }
        Map<Integer, String> uris = new HashMap<>();
        before.forEach(known -> uris.put(known.id(), known.uri()));
        for (RTCRtpHeaderExtensionParameters e : RemoteMedia.headerExtensions(section)) {
            String known = uris.getOrDefault(e.id(), e.uri());
            if (!known.equals(e.uri())) {
                throw unusable("line " + now.lineNumber(index) + ": id " + e.id() + " stands for " + known
                        + ", and cannot stand for " + e.uri());
            }
        }
    }

    /**
     * Requires that usable sections are secured by DTLS, over ICE.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.8.3 RFC 9429 5.8.3, Semantics Verification
     */
    private static void requireSecured(SectionTransports speakers) {
        SessionDescription offer = speakers.description();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            String proto = section.proto().toUpperCase(Locale.ROOT);
            boolean ours = proto.contains("SAVP") || proto.contains("SCTP");
            if (ours && !section.isRejected() && !RemoteMedia.hasTransport(offer, speakers.of(section))) {
                throw unusable(
                        "line " + offer.lineNumber(i) + ": the section lacks usable ICE credentials or a fingerprint");
            }
        }
    }

    /**
     * Requires, where the policy asks for it, that RTCP shares RTP's port in every section.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.8.3 RFC 9429 5.8.3, Semantics Verification
     */
    private void requireMuxed(SectionTransports speakers) {
        SessionDescription description = speakers.description();
        if (transports.configuration().rtcpMuxPolicy() != RTCRtcpMuxPolicy.REQUIRE) {
            return;
        }
        for (int i = 0; i < description.media().size(); i++) {
            MediaDescription section = description.media().get(i);
            boolean media = section.media().equals("audio") || section.media().equals("video");
            if (media
                    && !section.isRejected()
                    && !section.has(FlagAttribute.RTCP_MUX)
                    && !speakers.of(section).has(FlagAttribute.RTCP_MUX)) {
                throw unusable("line " + description.lineNumber(i)
                        + ": RTCP has to share RTP's port (a=rtcp-mux), or rtcpMuxPolicy to be negotiate");
            }
        }
    }

    /** Checks the peer's answer to our offer. */
    void answer(Negotiation before, SessionDescription answer) {
        understanding.check(answer);
        if (answer.media().size() != before.sections().size()) {
            throw unusable("an answer has as many sections as the offer, "
                    + before.sections().size());
        }
        SectionTransports speakers = new SectionTransports(answer);
        requireBundled(answer);
        requireMuxed(speakers);
        for (int i = 0; i < answer.media().size(); i++) {
            Section place = before.sections().get(i);
            requireSameExtensions(
                    place.local().map(RemoteMedia::headerExtensions).orElse(List.of()), answer, i);
            MediaDescription section = answer.media().get(i);
            boolean renamed = !section.mid().isEmpty() && !section.mid().equals(place.mid());
            if (renamed || !section.media().equals(place.media())) {
                throw unusable("line " + answer.lineNumber(i) + ": section " + place.mid() + " is answered by another");
            }
            if (section.isRejected()) {
                continue;
            }
            if (!place.isInLocal()) {
                throw unusable("line " + answer.lineNumber(i) + ": what was not offered cannot be taken");
            }
            if (!speakers.isUsable(section)) {
                throw unusable("line " + answer.lineNumber(i) + ": section " + place.mid()
                        + " lacks usable ICE credentials or a fingerprint");
            }
            if (place.local().filter(l -> l.port() == 0).isPresent()
                    && !speakers.bundle().contains(place.mid())) {
                throw unusable("line " + answer.lineNumber(i) + ": section " + place.mid()
                        + " was offered in the bundle only");
            }
        }
    }

    static RTCException unusable(String why) {
        return new RTCException(RTCException.Name.INVALID_ACCESS, why);
    }
}
