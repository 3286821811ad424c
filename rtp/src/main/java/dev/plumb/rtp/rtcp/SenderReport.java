package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of a sender about itself, and about the sources that it receives.
 *
 * <pre>{@code
 * |V=2|P|    RC   |   PT=SR=200   |             length            |
 * |                         SSRC of sender                        |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |              NTP timestamp, most significant word             |
 * |             NTP timestamp, least significant word             |
 * |                         RTP timestamp                         |
 * |                     sender's packet count                     |
 * |                      sender's octet count                     |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                         report blocks                         |
 * }</pre>
 *
 * @param ssrc the SSRC of the sender
 * @param ntp the wall time, 64-bit NTP
 * @param rtpTimestamp the same time in the stream's timestamps
 * @param packetCount the packets sent, modulo 2^32
 * @param octetCount the bytes of payload sent, modulo 2^32
 * @param blocks the report blocks, at most {@link ReportBlock#AT_MOST}
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1 RFC 3550 6.4.1, SR: Sender Report RTCP Packet
 */
public record SenderReport(
        long ssrc, long ntp, long rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> blocks)
        implements RtcpPacket {
    static final int PACKET_TYPE = 200;

    private static final int SENDER_BYTES = 24;

    public SenderReport {
        blocks = List.copyOf(blocks);
    }

    static @Nullable SenderReport parse(Packet p, int body, int end, int count) {
        if (body + SENDER_BYTES > end) {
            return null;
        }
        return new SenderReport(
                p.u32(body),
                BigEndian.i64(p.array(), p.offset() + body + 4),
                p.u32(body + 12),
                p.u32(body + 16),
                p.u32(body + 20),
                ReportBlock.parse(p, body + SENDER_BYTES, end, count));
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, blocks.size(), PACKET_TYPE);
        RtcpPacket.append32(out, ssrc);
        RtcpPacket.append32(out, ntp >>> 32);
        RtcpPacket.append32(out, ntp);
        RtcpPacket.append32(out, rtpTimestamp);
        RtcpPacket.append32(out, packetCount);
        RtcpPacket.append32(out, octetCount);
        blocks.forEach(b -> b.write(out));
        RtcpPacket.end(out, start);
    }
}
