package dev.plumb.objects;

/**
 * An encoded picture.
 *
 * @param type whether it can be decoded by itself
 * @param data not copied and not to be changed
 * @param metadata the origin of the frame
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/#RTCEncodedVideoFrame-interface WebRTC Encoded Transform, RTCEncodedVideoFrame
 */
@SuppressWarnings("ArrayRecordComponent")
public record RTCEncodedVideoFrame(Type type, byte[] data, RTCEncodedFrameMetadata metadata)
        implements RTCEncodedFrame {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCEncodedVideoFrame {
        RTCException.requirePresent("RTCEncodedVideoFrame", "type", type, "data", data, "metadata", metadata);
    }

    /** The kind of a picture, by the frames that are needed to decode it. */
    public enum Type implements SpecName {
        /** Nothing before it. */
        KEY,
        /** Pictures before it. */
        DELTA
    }

    /**
     * Creates a frame that an application has encoded.
     *
     * @param rtpTimestamp the timestamp in units of 1/90000 s; only differences count
     */
    public static RTCEncodedVideoFrame of(Type type, byte[] data, long rtpTimestamp) {
        return new RTCEncodedVideoFrame(type, data, RTCEncodedFrameMetadata.at(rtpTimestamp));
    }

    @Override
    public RTCEncodedVideoFrame withData(byte[] newData) {
        return new RTCEncodedVideoFrame(type, newData, metadata);
    }
}
