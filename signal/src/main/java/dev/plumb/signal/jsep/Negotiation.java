package dev.plumb.signal.jsep;

import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of the offer/answer exchange, and the descriptions set so far. It is immutable, so that one can be kept for
 * a rollback.
 *
 * @param state the signalling state
 * @param sections all sections, by the newest descriptions of both sides
 * @param currentLocal our description of the last agreement
 * @param currentRemote the peer's description of the last agreement
 * @param pendingLocal our description of the exchange under way
 * @param pendingRemote the peer's description of the exchange under way
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-3.2 RFC 9429 3.2, Session Descriptions and State Machine
 */
record Negotiation(
        RTCSignalingState state,
        List<Section> sections,
        Optional<Described> currentLocal,
        Optional<Described> currentRemote,
        Optional<Described> pendingLocal,
        Optional<Described> pendingRemote) {
    static final Negotiation NONE = new Negotiation(
            RTCSignalingState.STABLE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    Negotiation {
        sections = List.copyOf(sections);
    }

    /** Returns our description: the pending one, else the current one. */
    Optional<Described> local() {
        return pendingLocal.or(() -> currentLocal);
    }

    /** Returns the peer's description: the pending one, else the current one. */
    Optional<Described> remote() {
        return pendingRemote.or(() -> currentRemote);
    }

    boolean isStable() {
        return state == RTCSignalingState.STABLE;
    }

    /** Returns the state in which our offer waits for an answer. */
    Negotiation localOffer(List<Section> planned, SessionDescription offer) {
        return new Negotiation(
                RTCSignalingState.HAVE_LOCAL_OFFER,
                withLocal(planned, offer),
                currentLocal,
                currentRemote,
                Optional.of(new Described(RTCSdpType.OFFER, offer)),
                Optional.empty());
    }

    /** Returns the state in which the peer's offer waits for our answer. */
    Negotiation remoteOffer(List<Section> places, SessionDescription offer) {
        return new Negotiation(
                RTCSignalingState.HAVE_REMOTE_OFFER,
                withRemote(places, offer),
                currentLocal,
                currentRemote,
                Optional.empty(),
                Optional.of(new Described(RTCSdpType.OFFER, offer)));
    }

    /** Returns the state after our answer, final or provisional. */
    Negotiation localAnswer(RTCSdpType type, SessionDescription answer) {
        Optional<Described> described = Optional.of(new Described(type, answer));
        List<Section> next = withLocal(sections, answer);
        return type == RTCSdpType.ANSWER
                ? stable(next, described, pendingRemote)
                : new Negotiation(
                        RTCSignalingState.HAVE_LOCAL_PRANSWER,
                        next,
                        currentLocal,
                        currentRemote,
                        described,
                        pendingRemote);
    }

    /** Returns the state after the peer's answer, final or provisional. */
    Negotiation remoteAnswer(RTCSdpType type, SessionDescription answer) {
        Optional<Described> described = Optional.of(new Described(type, answer));
        List<Section> next = withRemote(sections, answer);
        return type == RTCSdpType.ANSWER
                ? stable(next, pendingLocal, described)
                : new Negotiation(
                        RTCSignalingState.HAVE_REMOTE_PRANSWER,
                        next,
                        currentLocal,
                        currentRemote,
                        pendingLocal,
                        described);
    }

    private static Negotiation stable(List<Section> sections, Optional<Described> local, Optional<Described> remote) {
        return new Negotiation(RTCSignalingState.STABLE, sections, local, remote, Optional.empty(), Optional.empty());
    }

    Negotiation closed() {
        return new Negotiation(
                RTCSignalingState.CLOSED, sections, currentLocal, currentRemote, pendingLocal, pendingRemote);
    }

    private static List<Section> withLocal(List<Section> places, SessionDescription description) {
        List<Section> next = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            next.add(places.get(i).withLocal(description.media().get(i)));
        }
        return next;
    }

    private static List<Section> withRemote(List<Section> places, SessionDescription description) {
        List<Section> next = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            next.add(places.get(i).withRemote(description.media().get(i)));
        }
        return next;
    }

    /** Returns the index of the section with a MID, or -1 if there is none. */
    int indexOf(String mid) {
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).mid().equals(mid)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns whether an m-line may be recycled, since the last agreement rejected it.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.2 RFC 9429 5.2.2, Subsequent Offers
     */
    boolean isFree(int index) {
        return isRefused(currentLocal, index) || isRefused(currentRemote, index);
    }

    private static boolean isRefused(Optional<Described> description, int index) {
        return description
                .map(d -> d.sdp().media())
                .filter(m -> index < m.size())
                .map(m -> m.get(index))
                .filter(MediaDescription::isRejected)
                .isPresent();
    }
}
