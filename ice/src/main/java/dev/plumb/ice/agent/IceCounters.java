package dev.plumb.ice.agent;

/** The counters of an agent, for statistics and for finding out why nothing works. */
public final class IceCounters {
    long malformed;
    long unauthenticatedRequests;
    long unauthenticatedResponses;
    long unknownResponses;
    long roleConflicts;
    long asymmetricResponses;
    long candidatesDropped;
    long unsendable;
    long errorResponses;
    long selectedPairChanges;

    IceCounters() {}

    /** Packets that were no STUN message, or a broken one. */
    public long malformed() {
        return malformed;
    }

    /** Requests with missing or wrong credentials. */
    public long unauthenticatedRequests() {
        return unauthenticatedRequests;
    }

    /** Answers to requests of ours that were not made with the peer's password. */
    public long unauthenticatedResponses() {
        return unauthenticatedResponses;
    }

    /** Returns the number of authenticated error responses received, not counting role conflicts. */
    public long errorResponses() {
        return errorResponses;
    }

    /** Answers to no request of ours. */
    public long unknownResponses() {
        return unknownResponses;
    }

    /** Returns the number of role conflicts, whichever side changed its role. */
    public long roleConflicts() {
        return roleConflicts;
    }

    /** Returns the number of responses that arrived from another address than asked. */
    public long asymmetricResponses() {
        return asymmetricResponses;
    }

    /** Returns the number of remote candidates beyond the limit, which were dropped. */
    public long candidatesDropped() {
        return candidatesDropped;
    }

    /** Datagrams handed down while there was no pair to send them over. */
    public long unsendable() {
        return unsendable;
    }

    /** Returns how often another pair was selected. */
    public long selectedPairChanges() {
        return selectedPairChanges;
    }
}
