package dev.plumb.objects;

/**
 * What a transform may ask of the sender or receiver that it works for. Safe on any thread.
 *
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/#RTCRtpScriptTransformer-interface WebRTC Encoded Transform, RTCRtpScriptTransformer
 */
public interface RTCRtpTransformer {
    /** At a sender of video: the next picture is to be a key frame. Nothing happens elsewhere. */
    void generateKeyFrame();

    /** At a receiver of video: the other side is asked for a key frame. Nothing happens elsewhere. */
    void sendKeyFrameRequest();
}
