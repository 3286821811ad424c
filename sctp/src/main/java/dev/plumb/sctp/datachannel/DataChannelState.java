package dev.plumb.sctp.datachannel;

/** The state of a channel. */
public enum DataChannelState {
    /** Not yet answered by the peer. */
    CONNECTING,
    /** Messages flow. */
    OPEN,
    /** The channel is closing: queued messages are still sent. */
    CLOSING,
    /** The channel is closed, and its id may be used again. */
    CLOSED
}
