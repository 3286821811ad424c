package dev.plumb.objects;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where an encoded frame comes from.
 *
 * @param ssrc of its stream; 0 where it has none yet
 * @param contributingSources of a mix
 * @param payloadType -1 where it has none yet
 * @param mimeType such as {@code video/VP8}; empty where not known
 * @param rtpTimestamp unsigned 32 bits
 * @param sequenceNumber of the packet that it came in, of received sound only
 * @param rid its encoding; empty for none
 * @param width pixels, 0 where not known
 * @param height pixels, 0 where not known
 * @param captureTimeNanos when it was captured, nanoseconds since 1970 by the sender's clock
 * @param audioLevel 0 to 1, where the sender tells
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

    /** Of a frame that an application makes. */
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

    /** The same of another encoding. */
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
