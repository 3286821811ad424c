package dev.plumb.objects;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Changes encoded frames between encoder and network, or between network and decoder.
 *
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/ WebRTC Encoded Transform
 */
@FunctionalInterface
public interface RTCRtpTransform {
    /**
     * Transforms a frame on the worker of its sender or receiver, and returns the frames that replace it: none, itself,
     * a changed one, or more. A result that completes later keeps its place in the order. A failure drops the frame.
     *
     * @param transformer asks for key frames
     */
    CompletionStage<List<RTCEncodedFrame>> transform(RTCEncodedFrame frame, RTCRtpTransformer transformer);

    /** Returns a transform that is done at once: the function returns the frames that replace a frame. */
    static RTCRtpTransform of(Function<RTCEncodedFrame, List<RTCEncodedFrame>> each) {
        return (frame, transformer) -> CompletableFuture.completedFuture(each.apply(frame));
    }
}
