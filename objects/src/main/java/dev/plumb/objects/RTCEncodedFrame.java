package dev.plumb.objects;

/**
 * An encoded picture or piece of sound, as an encoder made it or a decoder takes it. It is immutable: the bytes are not
 * copied, and are not to be changed in place.
 *
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/ WebRTC Encoded Transform
 */
public sealed interface RTCEncodedFrame permits RTCEncodedAudioFrame, RTCEncodedVideoFrame {
    /** Returns the encoded bytes: a VP8 frame, an H.264 access unit in the byte stream format, or an Opus packet. */
    byte[] data();

    /** Returns the origin of the frame. */
    RTCEncodedFrameMetadata metadata();

    /** Returns a copy with other bytes. */
    RTCEncodedFrame withData(byte[] newData);
}
