package dev.plumb.objects;

/** Who opens the connection of a TCP candidate. */
public enum RTCIceTcpCandidateType implements SpecName {
    /** This side. */
    ACTIVE,
    /** The other side. */
    PASSIVE,
    /** Both at once. */
    SO
}
