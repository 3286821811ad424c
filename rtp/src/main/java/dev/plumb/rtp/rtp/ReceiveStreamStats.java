package dev.plumb.rtp.rtp;

/**
 * One received stream's figures, with the meanings of the W3C's statistics.
 *
 * @param ssrc the stream
 * @param rid the name of the encoding; empty for none
 * @param payloadType the last packet's
 * @param packetsReceived packets, retransmissions not counted
 * @param bytesReceived payload bytes of those
 * @param headerBytesReceived header and padding bytes of those
 * @param packetsLost expected less received, may be negative
 * @param jitterSeconds interarrival jitter
 * @param packetsDiscarded late packets and duplicates
 * @param retransmittedPacketsReceived packets that arrived as retransmissions
 * @param framesReceived whole frames, 0 for audio
 * @param keyFramesReceived the number of those that were key frames
 * @param framesDropped frames that could not be used
 * @param nackCount NACK packets sent
 * @param pliCount PLI packets sent
 * @param firCount FIR packets sent
 * @param lastPacketReceivedNanos monotonic time, 0 before the first
 * @param retransmittedBytesReceived payload bytes that arrived as retransmissions
 * @param rtxSsrc the SSRC of its retransmissions; -1 where there are none
 * @param remoteReports the number of reports that the sender has sent
 * @param remotePacketsSent the packets sent, by the sender's last report
 * @param remoteBytesSent likewise
 * @param remoteWallNanos the sender's wall time in it, nanoseconds since 1970; 0 before the first
 * @param cname the sender's canonical name, empty where not known
 * @spec https://www.w3.org/TR/webrtc-stats/#inboundrtpstats-dict* webrtc-stats, RTCInboundRtpStreamStats
 */
public record ReceiveStreamStats(
        long ssrc,
        String rid,
        int payloadType,
        long packetsReceived,
        long bytesReceived,
        long headerBytesReceived,
        long packetsLost,
        double jitterSeconds,
        long packetsDiscarded,
        long retransmittedPacketsReceived,
        long framesReceived,
        long keyFramesReceived,
        long framesDropped,
        long nackCount,
        long pliCount,
        long firCount,
        long lastPacketReceivedNanos,
        long retransmittedBytesReceived,
        long rtxSsrc,
        long remoteReports,
        long remotePacketsSent,
        long remoteBytesSent,
        long remoteWallNanos,
        String cname) {}
