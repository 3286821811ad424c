package dev.plumb.rtp.rtp;

/**
 * The configuration of all RTP on one transport.
 *
 * @param cname the canonical name of all streams that this side sends (RFC 7022)
 * @param packetBytesAtMost the longest UDP payload to send, in bytes, SRTP's tag included. Larger values cost less
 *     overhead and risk fragmentation
 * @param reducedSizeRtcp whether feedback may be sent without reports around it (RFC 5506), as negotiated
 * @param rembBps the bitrate reported to senders that support REMB but not transport-wide feedback, in bits per second;
 *     0 for none
 */
public record RtpSessionConfig(String cname, int packetBytesAtMost, boolean reducedSizeRtcp, long rembBps) {
    /** Longest UDP payload that passes nearly everywhere. */
    public static final int DEFAULT_PACKET_BYTES = 1200;

    public RtpSessionConfig {
        if (packetBytesAtMost < 300 || packetBytesAtMost > 1472) {
            throw new IllegalArgumentException(
                    "packetBytesAtMost must be between 300 and 1472, not " + packetBytesAtMost);
        }
        if (rembBps < 0) {
            throw new IllegalArgumentException("a bit rate is not negative");
        }
    }

    /** Returns the defaults: 1200 bytes, reduced-size RTCP, a REMB of 5 Mbit/s. */
    public static RtpSessionConfig of(String cname) {
        return new RtpSessionConfig(cname, DEFAULT_PACKET_BYTES, true, 5_000_000);
    }

    /** Returns a copy with reduced-size RTCP or without. */
    public RtpSessionConfig withReducedSizeRtcp(boolean reducedSize) {
        return new RtpSessionConfig(cname, packetBytesAtMost, reducedSize, rembBps);
    }
}
