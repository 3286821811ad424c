package dev.plumb.signal.jsep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The places of an offer: those there are, refused ones used again, new ones at the end; and the transport of each.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.2 RFC 9429 5.2.2, Subsequent Offers
 */
final class OfferPlanner {
    private final Transports transports;
    private final Set<String> usedMids = new HashSet<>();

    OfferPlanner(Transports transports) {
        this.transports = transports;
    }

    /**
     * An offer's places.
     *
     * @param sections the sections in order
     * @param transports the transports of the sections that are not rejected
     * @param bundled the names of the sections that are offered to share a transport
     * @param bundleOnly the names of those that have none of their own
     */
    record Plan(
            List<Section> sections,
            Map<String, TransportChain> transports,
            List<String> bundled,
            Set<String> bundleOnly) {}

    /** Reserves the names that were used, so that not even a section that recycles an m-line uses one again. */
    void used(List<Section> sections) {
        sections.forEach(s -> usedMids.add(s.mid()));
    }

    Plan plan(Negotiation now, List<RTCRtpTransceiver> transceivers, boolean wantsData) {
        List<Section> sections = new ArrayList<>(now.sections());
        Set<String> mids = new HashSet<>(usedMids);
        for (RTCRtpTransceiver t : transceivers) {
            if (!t.isStopping() && !t.isAssociated()) {
                place(now, sections, mids, t.kind().spec(), Optional.of(t));
            }
        }
        if (wantsData && sections.stream().noneMatch(s -> s.isData() && isLive(now, sections, s))) {
            place(now, sections, mids, "application", Optional.empty());
        }
        return layOut(now, sections);
    }

    @SuppressWarnings("ReferenceEquality") // a place that is as it was is the same object
    private void place(
            Negotiation now,
            List<Section> sections,
            Set<String> mids,
            String media,
            Optional<RTCRtpTransceiver> transceiver) {
        Section made = Section.of(freeMid(mids, sections.size()), media, transceiver);
        for (int i = 0; i < now.sections().size(); i++) {
            if (sections.get(i) == now.sections().get(i) && !isLive(now, sections, sections.get(i)) && now.isFree(i)) {
                sections.set(i, made);
                return;
            }
        }
        sections.add(made);
    }

    /** Returns a free MID: the section's index if it is free, else the next number. */
    private static String freeMid(Set<String> taken, int place) {
        int n = place;
        while (!taken.add(Integer.toString(n))) {
            n++;
        }
        return Integer.toString(n);
    }

    /** Returns whether a section is offered as in use, or to be used. */
    @SuppressWarnings("ReferenceEquality") // a place that is as it was is the same object
    static boolean isLive(Negotiation now, List<Section> sections, Section section) {
        if (section.transceiver().isPresent()) {
            return !section.transceiver().get().isStopping();
        }
        int index = sections.indexOf(section);
        boolean refused = index < now.sections().size()
                && sections.get(index) == now.sections().get(index)
                && now.isFree(index);
        return section.isData() && !refused;
    }

    private Plan layOut(Negotiation now, List<Section> sections) {
        Map<String, TransportChain> chains = new LinkedHashMap<>();
        List<String> bundled = new ArrayList<>();
        Set<String> bundleOnly = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        SequencedSet<String> agreedBundle = agreedBundle(now);
        boolean agreedOnce = now.currentRemote().isPresent();
        String tag = agreedBundle.isEmpty() ? "" : agreedBundle.getFirst();
        for (Section s : sections) {
            if (!isLive(now, sections, s)) {
                continue;
            }
            boolean firstOfKind = kinds.add(s.media());
            if (!agreedOnce || agreedBundle.contains(s.mid()) || !s.isAgreed()) {
                bundled.add(s.mid());
            }
            boolean alone = bundled.size() == 1 || !bundled.contains(s.mid()) || hasOwn(agreedOnce, firstOfKind);
            if (transports.isAssigned(s.mid())) {
                chains.put(s.mid(), transports.of(s.mid()));
                if (!s.isAgreed() && !alone && tag.isEmpty()) {
                    bundleOnly.add(s.mid());
                }
            } else if (!tag.isEmpty()) {
                chains.put(s.mid(), transports.of(tag));
            } else if (alone) {
                chains.put(s.mid(), transports.of(s.mid()));
            } else {
                bundleOnly.add(s.mid());
                chains.put(s.mid(), chains.get(bundled.getFirst()));
            }
        }
        return new Plan(sections, chains, bundled, bundleOnly);
    }

    /**
     * Returns whether a section gets a transport of its own, for a peer that may not bundle. A section that had none
     * does not get one later.
     */
    private boolean hasOwn(boolean agreedOnce, boolean firstOfKind) {
        return switch (transports.configuration().bundlePolicy()) {
            case MAX_COMPAT -> true;
            case BALANCED -> firstOfKind || agreedOnce;
            case MAX_BUNDLE -> false;
        };
    }

    /** Returns the bundle of the last agreement, without sections that were rejected since. */
    static SequencedSet<String> agreedBundle(Negotiation now) {
        if (now.currentLocal().isEmpty() || now.currentRemote().isEmpty()) {
            return new LinkedHashSet<>();
        }
        Described local = now.currentLocal().get();
        Described remote = now.currentRemote().get();
        Set<String> agreed = new HashSet<>();
        now.sections().stream().filter(Section::isAgreed).forEach(s -> agreed.add(s.mid()));
        SequencedSet<String> both = new LinkedHashSet<>(remote.sdp().bundle());
        both.retainAll(local.sdp().bundle());
        both.retainAll(agreed);
        return both;
    }
}
