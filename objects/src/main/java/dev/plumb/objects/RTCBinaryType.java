package dev.plumb.objects;

/**
 * The form in which a script is given the bytes of a message. In Java they are a {@code byte[]} either way.
 *
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcdatachannel-binarytype WebRTC 6.2, binaryType
 */
public enum RTCBinaryType implements SpecName {
    /** A blob. */
    BLOB,
    /** An array buffer. */
    ARRAYBUFFER
}
