package dev.plumb.objects;

/** The state of a {@link Plumb}: its ICE and its DTLS transport taken together. */
public enum PlumbState implements SpecName {
    /** The other side's parameters have not come yet. */
    NEW,
    /** A way to the other side is being looked for, or keys are being agreed on. */
    CONNECTING,
    /** Media and data can be sent. */
    CONNECTED,
    /** Nothing is heard of the other side at the moment; it may come back. */
    DISCONNECTED,
    /** There is no way to the other side, or it is not who it should be. New parameters of the other side may mend it. */
    FAILED,
    /** Either side has ended it. */
    CLOSED
}
