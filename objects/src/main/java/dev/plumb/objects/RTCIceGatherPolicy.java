package dev.plumb.objects;

/**
 * Which candidates are gathered.
 *
 * @spec https://draft.ortc.org/#rtcicegatherpolicy* ORTC, The RTCIceGatherPolicy Enum
 */
public enum RTCIceGatherPolicy implements SpecName {
    /** All of them. */
    ALL,
    /** All but host candidates. */
    NOHOST,
    /** Relayed candidates only. */
    RELAY
}
