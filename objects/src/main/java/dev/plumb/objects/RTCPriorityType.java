package dev.plumb.objects;

/** How important a flow is beside the others. */
public enum RTCPriorityType implements SpecName {
    /** May starve. */
    VERY_LOW,
    /** The default. */
    LOW,
    /** Twice the default. */
    MEDIUM,
    /** Four times the default. */
    HIGH
}
