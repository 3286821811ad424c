package dev.plumb.objects;

/** What carries the packets of a candidate. */
public enum RTCIceProtocol implements SpecName {
    /** Datagrams. */
    UDP,
    /** A stream. */
    TCP
}
