package dev.plumb.ice.agent;

/**
 * The state of a candidate pair.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-6.1.2.6 RFC 8445 6.1.2.6, Computing Candidate Pair States
 */
public enum PairState {
    /** Waits for another pair of its foundation. */
    FROZEN,
    /** May be checked. */
    WAITING,
    /** A check is under way. */
    IN_PROGRESS,
    /** A check was answered. */
    SUCCEEDED,
    /** A check was refused, or never answered. */
    FAILED
}
