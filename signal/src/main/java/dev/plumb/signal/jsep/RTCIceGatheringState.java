package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The state of all gatherers together.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcicegatheringstate WebRTC, RTCIceGatheringState Enum
 */
public enum RTCIceGatheringState implements SpecName {
    /** None has begun. */
    NEW,
    /** Some are gathering. */
    GATHERING,
    /** All are done. */
    COMPLETE
}
