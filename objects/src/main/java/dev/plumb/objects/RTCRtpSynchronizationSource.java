package dev.plumb.objects;

import java.util.OptionalDouble;

/**
 * A stream that was played in the last 10 s.
 *
 * @param timestamp when it was played last, milliseconds since 1970
 * @param source its SSRC
 * @param audioLevel 0 to 1, where the sender tells
 * @param rtpTimestamp of what was played
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
