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

    /** Returns the number of packets that were no STUN message, or a broken one. */
    public long malformed() {
        return malformed;
    }

    /** Requests with missing or wrong credentials. */
    public long unauthenticatedRequests() {
        return unauthenticatedRequests;
    }

    /** Returns the number of responses to our requests that were not made with the peer's password. */
    public long unauthenticatedResponses() {
        return unauthenticatedResponses;
    }

    /** Returns the number of authenticated error responses received, not counting role conflicts. */
    public long errorResponses() {
        return errorResponses;
    }

    /** Returns the number of responses to none of our requests. */
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

    /** Returns the number of datagrams to send while there was no pair to send them on. */
    public long unsendable() {
        return unsendable;
    }

    /** Returns the number of times that another pair was selected. */
    public long selectedPairChanges() {
        return selectedPairChanges;
    }
}
