package dev.plumb.objects;

/**
 * The requests that a transform may make of its sender or receiver. It is safe on any thread.
 *
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/#RTCRtpScriptTransformer-interface WebRTC Encoded Transform, RTCRtpScriptTransformer
 */
public interface RTCRtpTransformer {
    /** Asks a video sender to make the next picture a key frame. Does nothing elsewhere. */
    void generateKeyFrame();

    /** Asks the other side of a video receiver for a key frame. Does nothing elsewhere. */
    void sendKeyFrameRequest();
}
