package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of a participant that sends nothing about the sources that it receives.
 *
 * <pre>{@code
 * |V=2|P|    RC   |   PT=RR=201   |             length            |
 * |                     SSRC of packet sender                     |
 * |                         report blocks                         |
 * }</pre>
 *
 * @param ssrc the SSRC of the reporter
 * @param blocks the report blocks, at most {@link ReportBlock#AT_MOST}
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.4.2 RFC 3550 6.4.2, RR: Receiver Report RTCP Packet
 */
public record ReceiverReport(long ssrc, List<ReportBlock> blocks) implements RtcpPacket {
    static final int PACKET_TYPE = 201;

    public ReceiverReport {
        blocks = List.copyOf(blocks);
    }

    static @Nullable ReceiverReport parse(Packet p, int body, int end, int count) {
        return body + 4 > end ? null : new ReceiverReport(p.u32(body), ReportBlock.parse(p, body + 4, end, count));
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, blocks.size(), PACKET_TYPE);
        RtcpPacket.append32(out, ssrc);
        blocks.forEach(b -> b.write(out));
        RtcpPacket.end(out, start);
    }
}
