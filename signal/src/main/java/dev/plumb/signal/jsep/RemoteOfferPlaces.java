package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The places that the peer's offer makes: transceivers and transports for its sections.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.10 RFC 9429 5.10, Applying a Remote Description
 */
final class RemoteOfferPlaces {
    private final OfferAnswer.Owner owner;
    private final Transports transports;

    RemoteOfferPlaces(OfferAnswer.Owner owner, Transports transports) {
        this.owner = owner;
        this.transports = transports;
    }

    List<Section> of(Negotiation now, SessionDescription offer) {
        List<Section> places = new ArrayList<>(now.sections());
        String tag = tagOf(offer, OfferPlanner.agreedBundle(now));
        MidNames mids = new MidNames(now.sections());
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (i == places.size()) {
                places.add(made(section, section.mid().isEmpty() ? mids.free(places.size()) : section.mid(), offer, i));
            } else if (isOther(places.get(i), section)) {
                places.set(
                        i, made(section, section.mid().isEmpty() ? mids.free(places.size()) : section.mid(), offer, i));
            }
            mids.take(places.get(i).mid());
            assign(places.get(i), section, offer, tag);
        }
        return places;
    }

    /**
     * Returns whether an m-line that nobody uses is recycled.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.2 RFC 9429 5.2.2, Subsequent Offers
     */
    private static boolean isOther(Section place, MediaDescription section) {
        boolean renamed = !section.mid().isEmpty() && !section.mid().equals(place.mid());
        boolean revived =
                place.transceiver().filter(t -> !t.isStopped()).isEmpty() && !place.isAgreed() && !place.isData();
        return !section.isRejected() && (renamed || revived);
    }

    private Section made(MediaDescription section, String mid, SessionDescription offer, int index) {
        Optional<MediaKind> kind = section.isRejected() ? Optional.empty() : RemoteMedia.kind(section);
        Optional<RTCRtpTransceiver> transceiver = kind.map(k -> transceiver(k, offer, section));
        transceiver.ifPresent(t -> {
            t.association(t.association().at(mid, index));
            t.sending().offered(SendEncodings.wantedBy(section, t.kind(), t.sendEncodings(), owner::newSsrc));
        });
        return Section.of(mid, section.media(), transceiver);
    }

    private RTCRtpTransceiver transceiver(MediaKind kind, SessionDescription offer, MediaDescription section) {
        return owner.transceivers().stream()
                .filter(t -> t.isByAddTrack() && t.kind() == kind && !t.isAssociated() && !t.isStopping())
                .filter(t -> offer.directionOf(section).recv())
                .findFirst()
                .orElseGet(() -> owner.addReceiving(kind));
    }

    /** Returns the name of the section whose transport the bundle uses; empty without a bundle. */
    private String tagOf(SessionDescription offer, SequencedSet<String> agreed) {
        SequencedSet<String> bundle = offer.bundle();
        return Stream.concat(bundle.stream(), agreed.stream())
                .filter(transports::isAssigned)
                .findFirst()
                .orElse(bundle.isEmpty() ? "" : bundle.getFirst());
    }

    /**
     * Assigns a section's transport. A bundle uses the transport of its first section that has one, and outlives all of
     * its first sections.
     */
    private void assign(Section place, MediaDescription section, SessionDescription offer, String tag) {
        if (section.isRejected() || transports.isAssigned(place.mid())) {
            return;
        }
        String by = offer.bundle().contains(place.mid()) ? tag : place.mid();
        // where there are too many transports, the section has none and is refused
        transports.ofOrNew(by).ifPresent(chain -> transports.assign(Map.of(place.mid(), chain)));
    }

    /** Returns the transports for which the peer has new credentials. */
    Set<TransportChain> restarted(List<Section> places, SessionDescription offer) {
        Set<TransportChain> restarted = new HashSet<>();
        Set<TransportChain> seen = new HashSet<>();
        SectionTransports speakers = new SectionTransports(offer);
        for (int i = 0; i < places.size(); i++) {
            MediaDescription section = offer.media().get(i);
            Section place = places.get(i);
            boolean refused = section.isRejected()
                    || place.transceiver().filter(RTCRtpTransceiver::isStopping).isPresent();
            if (refused || !transports.isAssigned(place.mid())) {
                continue;
            }
            TransportChain chain = transports.of(place.mid());
            boolean speaks = !speakers.bundle().contains(place.mid()) || seen.add(chain);
            Optional<RTCIceParameters> theirs = RemoteMedia.ice(offer, speakers.of(section));
            if (speaks && chain.isStarted() && theirs.isPresent() && !chain.startedWith(theirs.get())) {
                restarted.add(chain);
            }
        }
        return restarted;
    }
}
