package dev.plumb.objects;

/** Who decides which pair is used. */
public enum RTCIceRole implements SpecName {
    /** Nominates. */
    CONTROLLING,
    /** Takes what is nominated. */
    CONTROLLED
}
