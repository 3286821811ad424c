package dev.plumb.sctp.common;

/** The timers of an {@link SctpAssociation}. */
public enum SctpTimer {
    /** INIT is to be sent again. */
    T1_INIT,
    /** COOKIE ECHO is to be sent again. */
    T1_COOKIE,
    /** SHUTDOWN or SHUTDOWN ACK is to be sent again. */
    T2_SHUTDOWN,
    /** DATA that was not acknowledged is to be sent again. */
    T3_RTX,
    /** A graceful end takes too long. */
    T5_SHUTDOWN_GUARD,
    /** A chunk that others overtook is lost. */
    REORDERING,
    /** Nothing is heard of the last that was sent. */
    TAIL_PROBE,
    /** The pace lets more out. */
    PACING,
    /** A probe of the path's MTU is lost, or the next one due. */
    MTU_PROBE,
    /** A SACK waits no longer for a second packet. */
    DELAYED_SACK,
    /** The next HEARTBEAT is to be sent. */
    HEARTBEAT,
    /** A HEARTBEAT was not answered. */
    HEARTBEAT_ANSWER,
    /** A stream reset is to be requested again. */
    RECONFIG
}
