package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/**
 * The policy of bundling with a peer that may not support it.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcbundlepolicy WebRTC, RTCBundlePolicy Enum
 */
public enum RTCBundlePolicy implements SpecName {
    /** One transport a kind. */
    BALANCED,
    /** One transport a section. */
    MAX_COMPAT,
    /** One transport. */
    MAX_BUNDLE
}
