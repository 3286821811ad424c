package dev.plumb.sctp;

/**
 * The state of an association; each carries what is valid in it alone.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-4 RFC 9260 4, SCTP Association State Diagram
 */
public sealed interface SctpState {
    /** Not connected yet; it answers a peer that connects. */
    record New() implements SctpState {}

    /** INIT was sent. */
    record CookieWait(long sinceNanos) implements SctpState {}

    /** COOKIE ECHO was sent. */
    record CookieEchoed(long sinceNanos) implements SctpState {}

    /**
     * Messages flow.
     *
     * @param outgoingStreams streams that may be sent on, from id 0
     * @param incomingStreams streams that the peer may send on, from id 0
     */
    record Established(int outgoingStreams, int incomingStreams) implements SctpState {}

    /** Shutting down; what is queued goes out first. */
    record ShutdownPending() implements SctpState {}

    /** SHUTDOWN was sent. */
    record ShutdownSent() implements SctpState {}

    /** The peer is shutting down; what is queued goes out first. */
    record ShutdownReceived() implements SctpState {}

    /** SHUTDOWN ACK was sent. */
    record ShutdownAckSent() implements SctpState {}

    /** The association is closed for good. */
    record Closed(Cause cause, String reason) implements SctpState {}

    /** Why an association ended. */
    enum Cause {
        /** Gracefully, by SHUTDOWN of either side. */
        SHUTDOWN,
        /** The application called {@link SctpAssociation#abort}. */
        LOCAL_ABORT,
        /** The peer sent ABORT. */
        PEER_ABORT,
        /** The peer no longer answers. */
        TIMEOUT,
        /** The peer did what the protocol forbids. */
        PROTOCOL_VIOLATION
    }

    /** Returns whether messages may be sent: not connected yet, or established. */
    default boolean acceptsMessages() {
        return this instanceof New
                || this instanceof CookieWait
                || this instanceof CookieEchoed
                || this instanceof Established;
    }

    /** Returns whether DATA may be sent to the peer. */
    default boolean sendsData() {
        return this instanceof Established || this instanceof ShutdownPending || this instanceof ShutdownReceived;
    }

    /** Returns whether DATA of the peer is accepted. */
    default boolean receivesData() {
        return this instanceof Established || this instanceof ShutdownPending || this instanceof ShutdownSent;
    }
}
