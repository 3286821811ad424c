package dev.plumb.sctp.datachannel;

/** Where a channel stands. */
public enum DataChannelState {
    /** Not yet answered by the peer. */
    CONNECTING,
    /** Messages flow. */
    OPEN,
    /** What is queued is still sent; then it closes. */
    CLOSING,
    /** Over; its id may be used again. */
    CLOSED
}
