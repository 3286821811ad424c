package dev.plumb.ice.agent;

/** The timers of an {@link IceAgent}. */
enum IceTimer {
    /** The next new check may be sent (Ta). */
    PACE,
    /** A request is to be sent again, or given up. */
    RETRANSMIT,
    /** A controlling agent stops waiting for a better pair. */
    NOMINATE,
    /** The next consent check is to be sent. */
    CONSENT,
    /** The peer has been silent for too long. */
    LIVENESS,
    /** The time from which failure may be declared. */
    PATIENCE,
    /** The former pair and credentials are no longer listened to. */
    FORMER
}
