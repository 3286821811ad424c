package dev.plumb.objects;

/**
 * What an encoder has made of a picture or a piece of sound, or what a decoder is going to take. Immutable; the bytes are not copied and
 * not to be changed in place.
 *
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/ WebRTC Encoded Transform
 */
public sealed interface RTCEncodedFrame permits RTCEncodedAudioFrame, RTCEncodedVideoFrame {
    /** The encoded bytes: a VP8 frame, an H.264 access unit in the byte stream format, a packet of Opus. */
    byte[] data();

    /** Where it comes from. */
    RTCEncodedFrameMetadata metadata();

    /** The same with other bytes. */
    RTCEncodedFrame withData(byte[] newData);
}
