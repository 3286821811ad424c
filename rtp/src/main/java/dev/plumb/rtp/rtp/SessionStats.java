package dev.plumb.rtp.rtp;

/**
 * Figures of a whole session, beside those of its streams.
 *
 * @param datagramsReceived SRTP and SRTCP, authentic or not
 * @param datagramsSent SRTP and SRTCP
 * @param keptBeforeKeys packets waiting for the keys now
 * @param droppedBeforeKeys packets that came too long before the keys, or too many
 * @param rtcpDroppedWithoutKeys RTCP that could not be sent without keys
 * @param notRtp packets that were neither RTP nor RTCP
 * @param malformed packets whose headers were broken after decryption
 * @param authenticationFailures packets that were not authentic
 * @param replayed packets that had been seen before
 * @param probes padding sent as retransmissions
 * @param rtcpReceived compound packets
 * @param rtcpSkipped RTCP packets that were not understood
 * @param transportFeedbackReceived transport-wide feedback packets
 * @param pacerBytes bytes waiting to leave
 * @param srtpSsrcs SSRCs that replay protection keeps anything of
 * @param srtpSsrcsExpired how often an SSRC's replay window went, so that only its highest index is left
 * @param srtpSsrcsRefused packets dropped for want of room for their SSRC
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
        long srtpSsrcsRefused) {}
