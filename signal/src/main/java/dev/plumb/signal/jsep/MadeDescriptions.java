package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.sdp.SessionDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The offer and the answer that were made last: nothing else may be set as ours.
 *
 * @spec https://www.w3.org/TR/webrtc/#dfn-lastcreatedoffer WebRTC 4.4.1.3, [[LastCreatedOffer]] and [[LastCreatedAnswer]]
 */
final class MadeDescriptions {
    private @Nullable Offer offer;
    private @Nullable Answer answer;

    /**
     * An offer.
     *
     * @param sdp the text of the offer
     * @param plan the plan of its sections and transports
     * @param base the state that it was made in
     */
    record Offer(SessionDescription description, String sdp, OfferPlanner.Plan plan, Negotiation base) {
        Offer(SessionDescription description, OfferPlanner.Plan plan, Negotiation base) {
            this(description, description.write(), plan, base);
        }
    }

    /**
     * An answer.
     *
     * @param sdp the text of the answer
     * @param base the state that it was made in
     */
    record Answer(SessionDescription description, String sdp, Negotiation base) {
        Answer(SessionDescription description, Negotiation base) {
            this(description, description.write(), base);
        }
    }

    Offer made(Offer made) {
        offer = made;
        return made;
    }

    Answer made(Answer made) {
        answer = made;
        return made;
    }

    /**
     * Returns the offer with this text.
     *
     * @throws RTCException InvalidModificationError where it is not the one made last, or not of this state
     */
    @SuppressWarnings("ReferenceEquality") // an offer is of one state, not of an equal one
    Offer offer(String sdp, Negotiation now) {
        Offer made = offer;
        if (made == null || made.base() != now || !areSame(made.sdp(), sdp)) {
            throw modified("createOffer");
        }
        return made;
    }

    /**
     * Returns the answer with this text. It was created in this exchange: an answer that was set as provisional may be
     * set as final.
     *
     * @throws RTCException InvalidModificationError where it is not the one made last, or not of this offer
     */
    Answer answer(String sdp, Negotiation now) {
        Answer made = answer;
        if (made == null || !made.base().pendingRemote().equals(now.pendingRemote()) || !areSame(made.sdp(), sdp)) {
            throw modified("createAnswer");
        }
        return made;
    }

    private static RTCException modified(String maker) {
        return new RTCException(
                RTCException.Name.INVALID_MODIFICATION,
                "set what " + maker + " made last, unchanged and before another description is set");
    }

    /** Forgets the created offer and answer, which are no longer valid. */
    void forget() {
        offer = null;
        answer = null;
    }

    /** Forgets the created descriptions that use transports which were closed. */
    void forgetOver(Set<TransportChain> gone) {
        Offer made = offer;
        if (made != null && made.plan().transports().values().stream().anyMatch(gone::contains)) {
            offer = null;
        }
        if (!gone.isEmpty()) {
            answer = null;
        }
    }

    /**
     * Returns whether two texts mean the same. Libraries that parse and write one may return its lines in an order of
     * their own.
     */
    private static boolean areSame(String ours, String given) {
        return ours.equals(given) || linesOf(ours).equals(linesOf(given));
    }

    /** Returns the lines of each section, sorted by their text. */
    private static List<List<String>> linesOf(String sdp) {
        return Arrays.stream(sdp.split("\\r?\\n(?=m=)"))
                .map(section -> section.lines().sorted().toList())
                .toList();
    }
}
