package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A decoder lost its pictures and needs a key frame.
 *
 * <pre>{@code
 * |V=2|P|  FMT=1  |  PT=PSFB=206  |             length            |
 * |                  SSRC of packet sender                        |
 * |                  SSRC of media source                         |
 * }</pre>
 *
 * @param senderSsrc the SSRC of the requester
 * @param mediaSsrc the SSRC of the stream
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1 RFC 4585 6.3.1, Picture Loss Indication
 */
public record PictureLossIndication(long senderSsrc, long mediaSsrc) implements RtcpPacket {
    static final int FORMAT = 1;

    static @Nullable PictureLossIndication parse(Packet p, int body, int end) {
        return body + 8 > end ? null : new PictureLossIndication(p.u32(body), p.u32(body + 4));
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, FORMAT, PAYLOAD_FEEDBACK);
        RtcpPacket.append32(out, senderSsrc);
        RtcpPacket.append32(out, mediaSsrc);
        RtcpPacket.end(out, start);
    }
}
