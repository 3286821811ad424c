package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * The report of a receiver about one source.
 *
 * <pre>{@code
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                             SSRC_n                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | fraction lost |       cumulative number of packets lost       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           extended highest sequence number received           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      interarrival jitter                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         last SR (LSR)                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   delay since last SR (DLSR)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * }</pre>
 *
 * @param ssrc the source
 * @param fractionLost the fraction of packets lost since the last report, in 256ths
 * @param packetsLost the packets lost since the beginning, signed 24 bits
 * @param highestSequence the highest sequence number, with the number of wraps in its upper 16 bits
 * @param jitter the interarrival jitter, in units of the source's timestamps
 * @param lastReport the middle of the NTP time of the last sender report; 0 where there was none
 * @param delaySinceLastReport the time since that report arrived, 16.16 seconds
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1 RFC 3550 6.4.1, SR: Sender Report RTCP Packet
 */
public record ReportBlock(
        long ssrc,
        int fractionLost,
        int packetsLost,
        long highestSequence,
        long jitter,
        long lastReport,
        long delaySinceLastReport) {
    /** The length of a block in bytes. */
    public static final int BYTES = 24;

    /** The most blocks in one report. */
    public static final int AT_MOST = 31;

    /** Reads {@code count} blocks, or as many as are present. */
    static List<ReportBlock> parse(Packet p, int from, int end, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count && from + (i + 1) * BYTES <= end; i++) {
            int at = from + i * BYTES;
            int lost = BigEndian.u24(p.array(), p.offset() + at + 5) << 8 >> 8;
            blocks.add(new ReportBlock(
                    p.u32(at), p.u8(at + 4), lost, p.u32(at + 8), p.u32(at + 12), p.u32(at + 16), p.u32(at + 20)));
        }
        return blocks;
    }

    /** Appends it to {@code out}. */
    void write(Packet out) {
        RtcpPacket.append32(out, ssrc);
        int lost = Math.clamp(packetsLost, -0x80_0000, 0x7f_ffff) & 0xff_ffff;
        RtcpPacket.append32(out, (long) fractionLost << 24 | lost);
        RtcpPacket.append32(out, highestSequence);
        RtcpPacket.append32(out, jitter);
        RtcpPacket.append32(out, lastReport);
        RtcpPacket.append32(out, delaySinceLastReport);
    }
}
