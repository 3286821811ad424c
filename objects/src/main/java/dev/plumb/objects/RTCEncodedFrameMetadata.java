package dev.plumb.objects;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The origin of an encoded frame.
 *
 * @param ssrc the SSRC of the stream; 0 where it has none yet
 * @param contributingSources the contributing sources of a mix
 * @param payloadType the payload type; -1 where it has none yet
 * @param mimeType the MIME type, such as {@code video/VP8}; empty where not known
 * @param rtpTimestamp the RTP timestamp, unsigned 32 bits
 * @param sequenceNumber the sequence number of the packet; of received sound only
 * @param rid the name of the encoding; empty for none
 * @param width the width in pixels; 0 where not known
 * @param height the height in pixels; 0 where not known
 * @param captureTimeNanos the time of capture, in nanoseconds since 1970 by the sender's clock
 * @param audioLevel the level, 0 to 1, where the sender tells it
 * @spec https://www.w3.org/TR/webrtc-encoded-transform/#dictionary-rtcencodedframemetadata WebRTC Encoded Transform, RTCEncodedFrameMetadata
 */
public record RTCEncodedFrameMetadata(
        long ssrc,
        List<Long> contributingSources,
        int payloadType,
        String mimeType,
        long rtpTimestamp,
        OptionalInt sequenceNumber,
        String rid,
        int width,
        int height,
        OptionalLong captureTimeNanos,
        OptionalDouble audioLevel) {
    public RTCEncodedFrameMetadata {
        RTCException.requirePresent(
                "RTCEncodedFrameMetadata",
                "contributingSources",
                contributingSources,
                "mimeType",
                mimeType,
                "sequenceNumber",
                sequenceNumber,
                "rid",
                rid,
                "captureTimeNanos",
                captureTimeNanos,
                "audioLevel",
                audioLevel);
        contributingSources = List.copyOf(contributingSources);
    }

    /** Returns the metadata of a frame that an application has encoded. */
    public static RTCEncodedFrameMetadata at(long rtpTimestamp) {
        return new RTCEncodedFrameMetadata(
                0,
                List.of(),
                -1,
                "",
                rtpTimestamp & 0xffff_ffffL,
                OptionalInt.empty(),
                "",
                0,
                0,
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    /** Returns a copy with another encoding's name. */
    public RTCEncodedFrameMetadata withRid(String newRid) {
        return new RTCEncodedFrameMetadata(
                ssrc,
                contributingSources,
                payloadType,
                mimeType,
                rtpTimestamp,
                sequenceNumber,
                newRid,
                width,
                height,
                captureTimeNanos,
                audioLevel);
    }
}
