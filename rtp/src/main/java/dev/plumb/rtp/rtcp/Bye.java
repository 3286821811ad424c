package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * Sources that have ended; a reason is skipped.
 *
 * <pre>{@code
 * |V=2|P|    SC   |   PT=BYE=203  |             length            |
 * |                           SSRC/CSRC                           |
 * :                              ...                              :
 * |     length    |               reason for leaving            ...
 * }</pre>
 *
 * @param ssrcs the SSRCs that leave, at most 31
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.6 RFC 3550 6.6, BYE: Goodbye RTCP Packet
 */
public record Bye(List<Long> ssrcs) implements RtcpPacket {
    static final int PACKET_TYPE = 203;

    public Bye {
        ssrcs = List.copyOf(ssrcs);
    }

    static Bye parse(Packet p, int body, int end, int count) {
        List<Long> found = new ArrayList<>(count);
        for (int i = 0; i < count && body + 4 * (i + 1) <= end; i++) {
            found.add(p.u32(body + 4 * i));
        }
        return new Bye(found);
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, ssrcs.size(), PACKET_TYPE);
        ssrcs.forEach(s -> RtcpPacket.append32(out, s));
        RtcpPacket.end(out, start);
    }
}
