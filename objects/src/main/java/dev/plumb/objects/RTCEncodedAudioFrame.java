package dev.plumb.objects;

/**
 * A piece of encoded sound.
 *
 * @param data not copied and not to be changed
 * @param metadata the origin of the frame
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/#RTCEncodedAudioFrame-interface WebRTC Encoded Transform, RTCEncodedAudioFrame
 */
@SuppressWarnings("ArrayRecordComponent")
public record RTCEncodedAudioFrame(byte[] data, RTCEncodedFrameMetadata metadata) implements RTCEncodedFrame {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCEncodedAudioFrame {
        RTCException.requirePresent("RTCEncodedAudioFrame", "data", data, "metadata", metadata);
    }

    /**
     * Creates a frame that an application has encoded.
     *
     * @param rtpTimestamp the timestamp in units of the codec's clock rate; only differences count
     */
    public static RTCEncodedAudioFrame of(byte[] data, long rtpTimestamp) {
        return new RTCEncodedAudioFrame(data, RTCEncodedFrameMetadata.at(rtpTimestamp));
    }

    @Override
    public RTCEncodedAudioFrame withData(byte[] newData) {
        return new RTCEncodedAudioFrame(newData, metadata);
    }
}
