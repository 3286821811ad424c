package dev.plumb.objects;

import java.util.OptionalDouble;

/**
 * A stream that was played in the last 10 s.
 *
 * @param timestamp the time at which it was played last, in milliseconds since 1970
 * @param source the SSRC of the stream
 * @param audioLevel 0 to 1, where the sender tells
 * @param rtpTimestamp the RTP timestamp of the media played last
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtpsynchronizationsource WebRTC 5.3.2, RTCRtpSynchronizationSource
 */
public record RTCRtpSynchronizationSource(double timestamp, long source, OptionalDouble audioLevel, long rtpTimestamp) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCRtpSynchronizationSource {
        RTCException.requirePresent("RTCRtpSynchronizationSource", "audioLevel", audioLevel);
    }
}
