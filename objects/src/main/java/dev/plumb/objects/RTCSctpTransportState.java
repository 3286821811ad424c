package dev.plumb.objects;

/** State of an SCTP transport. */
public enum RTCSctpTransportState implements SpecName {
    /** Not started. */
    NEW,
    /** Association being made. */
    CONNECTING,
    /** Channels can be used. */
    CONNECTED,
    /** Over. */
    CLOSED
}
