package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/** Which candidates are used. */
public enum RTCIceTransportPolicy implements SpecName {
    /** All of them. */
    ALL,
    /** Relayed ones only. */
    RELAY
}
