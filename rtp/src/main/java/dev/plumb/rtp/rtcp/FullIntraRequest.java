package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Key frames are wanted, whatever the decoder's state.
 *
 * <pre>{@code
 * |V=2|P|  FMT=4  |  PT=PSFB=206  |             length            |
 * |                  SSRC of packet sender                        |
 * |                  SSRC of media source (0)                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              SSRC                             |
 * | Seq nr.       |    Reserved                                   |
 * }</pre>
 *
 * @param senderSsrc the SSRC of the requester
 * @param entries the requests, one for each stream
 * @spec https://www.rfc-editor.org/rfc/rfc5104#section-4.3.1 RFC 5104 4.3.1, Full Intra Request
 */
public record FullIntraRequest(long senderSsrc, List<Entry> entries) implements RtcpPacket {
    static final int FORMAT = 4;

    /** One stream; the number (8 bits) is new for each new request and the same when one is repeated. */
    public record Entry(long ssrc, int sequence) {}

    public FullIntraRequest {
        entries = List.copyOf(entries);
    }

    static @Nullable FullIntraRequest parse(Packet p, int body, int end) {
        if (body + 8 > end) {
            return null;
        }
        List<Entry> found = new ArrayList<>(1);
        for (int at = body + 8; at + 8 <= end; at += 8) {
            found.add(new Entry(p.u32(at), p.u8(at + 4)));
        }
        return new FullIntraRequest(p.u32(body), found);
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, FORMAT, PAYLOAD_FEEDBACK);
        RtcpPacket.append32(out, senderSsrc);
        RtcpPacket.append32(out, 0);
        for (Entry entry : entries) {
            RtcpPacket.append32(out, entry.ssrc);
            RtcpPacket.append32(out, (long) (entry.sequence & 0xff) << 24);
        }
        RtcpPacket.end(out, start);
    }
}
