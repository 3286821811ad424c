package dev.plumb.rtp.rtp;

/**
 * The statistics of a whole session, in addition to those of its streams.
 *
 * @param datagramsReceived SRTP and SRTCP packets received, authentic or not
 * @param datagramsSent SRTP and SRTCP packets sent
 * @param keptBeforeKeys packets that wait for the keys now
 * @param droppedBeforeKeys packets dropped because they, or too many of them, arrived too long before the keys
 * @param rtcpDroppedWithoutKeys RTCP packets that could not be sent without keys
 * @param notRtp packets that were neither RTP nor RTCP
 * @param malformed packets whose headers were broken after decryption
 * @param authenticationFailures packets that were not authentic
 * @param replayed packets that had been received before
 * @param probes padding packets sent as retransmissions
 * @param rtcpReceived compound packets received
 * @param rtcpSkipped RTCP packets that were not understood
 * @param transportFeedbackReceived transport-wide feedback packets received
 * @param pacerBytes bytes waiting to leave
 * @param srtpSsrcs SSRCs for which replay protection keeps any state
 * @param srtpSsrcsExpired the number of times that an SSRC lost its replay window and kept only its highest index
 * @param srtpSsrcsRefused packets dropped because there was no room for their SSRC
 */
public record SessionStats(
        long datagramsReceived,
        long datagramsSent,
        long keptBeforeKeys,
        long droppedBeforeKeys,
        long rtcpDroppedWithoutKeys,
        long notRtp,
        long malformed,
        long authenticationFailures,
        long replayed,
        long probes,
        long rtcpReceived,
        long rtcpSkipped,
        long transportFeedbackReceived,
        long pacerBytes,
        long srtpSsrcs,
        long srtpSsrcsExpired,
        long srtpSsrcsRefused) {
    /** The figures of a session that has not begun. */
    public static final SessionStats NONE = new SessionStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
