package dev.plumb.objects;

/** What a gatherer gathers for. */
public enum RTCIceComponent implements SpecName {
    /** RTP, and RTCP with it. */
    RTP,
    /** RTCP alone. */
    RTCP
}
