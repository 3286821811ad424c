package dev.plumb.rtp.rtp;

/**
 * One sent stream's figures, with the meanings of the W3C's statistics; retransmissions count in.
 *
 * @param packetsSent packets, retransmissions included
 * @param bytesSent payload bytes, retransmissions included
 * @param headerBytesSent header and padding bytes
 * @param retransmittedPacketsSent packets sent again
 * @param retransmittedBytesSent payload bytes of those
 * @param framesSent frames given to {@link RtpSendStream#sendFrame} and sent
 * @param nackCount NACK packets received
 * @param pliCount PLI packets received
 * @param firCount FIR requests received
 * @param remotePacketsLost as the other side counts
 * @param remoteFractionLost in its last report interval, 0 to 1
 * @param remoteJitterSeconds as the other side measures
 * @param roundTripTimeNanos the last one measured, -1 before
 * @param totalRoundTripTimeNanos the sum
 * @param roundTripTimeMeasurements how many
 * @param packetsDropped packets that could not leave: no keys yet, or the pacer was full
 * @param waitedNanos how long packets waited before they left, together
 * @param reported whether the other side has said anything of the stream
 * @param framesDropped pictures that were not sent because too much waited
 * @param retransmissionsRefused packets of any stream of the session that were asked for and not sent again, for too many were
 * @spec https://www.w3.org/TR/webrtc-stats/#outboundrtpstats-dict* webrtc-stats, RTCOutboundRtpStreamStats
 */
public record SendStreamStats(
        long packetsSent,
        long bytesSent,
        long headerBytesSent,
        long retransmittedPacketsSent,
        long retransmittedBytesSent,
        long framesSent,
        long nackCount,
        long pliCount,
        long firCount,
        long remotePacketsLost,
        double remoteFractionLost,
        double remoteJitterSeconds,
        long roundTripTimeNanos,
        long totalRoundTripTimeNanos,
        long roundTripTimeMeasurements,
        long packetsDropped,
        long waitedNanos,
        boolean reported,
        long framesDropped,
        long retransmissionsRefused) {}
