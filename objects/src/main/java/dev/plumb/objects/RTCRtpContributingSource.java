package dev.plumb.objects;

import java.util.OptionalDouble;

/**
 * A source that has contributed to the media played in the last 10 s.
 *
 * @param timestamp the time at which it was played last, in milliseconds since 1970
 * @param source the SSRC by which a mixer names it (CSRC)
 * @param audioLevel 0 to 1, where the sender tells
 * @param rtpTimestamp the RTP timestamp of the media played last
 * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtpcontributingsource WebRTC 5.3.1, RTCRtpContributingSource
 */
public record RTCRtpContributingSource(double timestamp, long source, OptionalDouble audioLevel, long rtpTimestamp) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCRtpContributingSource {
        RTCException.requirePresent("RTCRtpContributingSource", "audioLevel", audioLevel);
    }

    /**
     * Creates a source that a mixer names in the packets that it sends.
     *
     * @param audioLevel the level, 0 to 1
     */
    public static RTCRtpContributingSource of(long source, double audioLevel) {
        return new RTCRtpContributingSource(0, source, OptionalDouble.of(audioLevel), 0);
    }
}
