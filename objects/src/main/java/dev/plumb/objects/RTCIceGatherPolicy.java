package dev.plumb.objects;

/** Which candidates are gathered. */
public enum RTCIceGatherPolicy implements SpecName {
    /** All of them. */
    ALL,
    /** All but host candidates. */
    NOHOST,
    /** Relayed candidates only. */
    RELAY
}
