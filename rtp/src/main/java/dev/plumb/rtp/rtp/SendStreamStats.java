package dev.plumb.rtp.rtp;

/**
 * The statistics of one sent stream, as the W3C defines them. Retransmissions are included.
 *
 * @param packetsSent packets, including retransmissions
 * @param bytesSent payload bytes, including retransmissions
 * @param headerBytesSent header and padding bytes
 * @param retransmittedPacketsSent retransmitted packets
 * @param retransmittedBytesSent payload bytes of retransmitted packets
 * @param framesSent frames passed to {@link RtpSendStream#sendFrame} and sent
 * @param nackCount NACK packets received
 * @param pliCount PLI packets received
 * @param firCount FIR requests received
 * @param remotePacketsLost lost packets, as counted by the receiver
 * @param remoteFractionLost the fraction lost in the receiver's last report interval, 0 to 1
 * @param remoteJitterSeconds the jitter, as measured by the receiver
 * @param roundTripTimeNanos the last round-trip time measured, -1 before the first
 * @param totalRoundTripTimeNanos the sum of all round-trip times measured
 * @param roundTripTimeMeasurements the number of round-trip times measured
 * @param packetsDropped packets that could not be sent because there were no keys yet or the pacer was full
 * @param waitedNanos the total time that packets waited before they were sent
 * @param reported whether the receiver has reported on this stream
 * @param framesDropped pictures that were not sent because too much was waiting
 * @param retransmissionsRefused requested packets, of any stream of the session, that were not retransmitted because
 *     too many were requested
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
