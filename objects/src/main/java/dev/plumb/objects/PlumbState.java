package dev.plumb.objects;

/** The state of a {@link Plumb}, which combines the states of its ICE and its DTLS transport. */
public enum PlumbState implements SpecName {
    /** The other side's parameters have not arrived yet. */
    NEW,
    /** ICE is looking for a path to the other side, or the DTLS handshake is under way. */
    CONNECTING,
    /** Media and data can be sent. */
    CONNECTED,
    /** The other side does not answer at the moment. The connection may recover by itself. */
    DISCONNECTED,
    /**
     * ICE found no path to the other side, or the DTLS handshake failed. New parameters of the other side may repair
     * the connection.
     */
    FAILED,
    /** Either side has ended the connection. */
    CLOSED
}
