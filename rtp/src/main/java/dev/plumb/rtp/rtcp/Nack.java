package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packets that are missing.
 *
 * <pre>{@code
 * |V=2|P|  FMT=1  |  PT=RTPFB=205 |             length            |
 * |                  SSRC of packet sender                        |
 * |                  SSRC of media source                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            PID                |             BLP               |
 * }</pre>
 *
 * @param senderSsrc the SSRC of the requester
 * @param mediaSsrc the SSRC of the stream
 * @param sequences the missing sequence numbers, 16 bits each; not copied
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1 RFC 4585 6.2.1, Generic NACK
 */
public record Nack(long senderSsrc, long mediaSsrc, int[] sequences) implements RtcpPacket {
    static final int FORMAT = 1;

    static @Nullable Nack parse(Packet p, int body, int end) {
        if (body + 8 > end) {
            return null;
        }
        int[] found = new int[(end - body - 8) / 4 * 17];
        int count = 0;
        for (int at = body + 8; at + 4 <= end; at += 4) {
            int first = p.u16(at);
            int mask = p.u16(at + 2);
            found[count++] = first;
            for (int bit = 0; bit < 16; bit++) {
                if ((mask >>> bit & 1) != 0) {
                    found[count++] = first + bit + 1 & 0xffff;
                }
            }
        }
        return new Nack(p.u32(body), p.u32(body + 4), Arrays.copyOf(found, count));
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, FORMAT, TRANSPORT_LAYER_FEEDBACK);
        RtcpPacket.append32(out, senderSsrc);
        RtcpPacket.append32(out, mediaSsrc);
        int i = 0;
        while (i < sequences.length) {
            int first = sequences[i++];
            int mask = 0;
            while (i < sequences.length) {
                int ahead = sequences[i] - first - 1 & 0xffff;
                if (ahead >= 16) {
                    break;
                }
                mask |= 1 << ahead;
                i++;
            }
            RtcpPacket.append16(out, first);
            RtcpPacket.append16(out, mask);
        }
        RtcpPacket.end(out, start);
    }

    @Override
    public String toString() {
        return "Nack[media=" + RtcpPacket.hex(mediaSsrc) + " " + Arrays.toString(sequences) + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Nack n
                && n.senderSsrc == senderSsrc
                && n.mediaSsrc == mediaSsrc
                && Arrays.equals(n.sequences, sequences);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(senderSsrc) * 31 + Long.hashCode(mediaSsrc) + Arrays.hashCode(sequences);
    }
}
