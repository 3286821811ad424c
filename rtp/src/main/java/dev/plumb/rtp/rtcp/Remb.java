package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bitrate that a receiver estimates the path to carry (REMB).
 *
 * <pre>{@code
 * |V=2|P| FMT=15  |  PT=PSFB=206  |             length            |
 * |                  SSRC of packet sender                        |
 * |                  SSRC of media source (0)                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Unique identifier 'R' 'E' 'M' 'B'                            |
 * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
 * |   SSRC feedback                                               |
 * }</pre>
 *
 * @param senderSsrc the SSRC of the reporter
 * @param bitrateBps the bitrate in bits per second, rounded down to 18 significant bits on the wire
 * @param ssrcs the SSRCs of the streams that it applies to, at most 255
 * @spec https://datatracker.ietf.org/doc/html/draft-alvestrand-rmcat-remb-03#section-2.2 REMB 2.2, Message format
 */
public record Remb(long senderSsrc, long bitrateBps, List<Long> ssrcs) implements RtcpPacket {
    static final int FORMAT = 15;

    private static final long IDENTIFIER = 0x5245_4d42L;
    private static final int MANTISSA_BITS = 18;

    public Remb {
        ssrcs = List.copyOf(ssrcs);
    }

    static @Nullable Remb parse(Packet p, int body, int end) {
        if (body + 16 > end || p.u32(body + 8) != IDENTIFIER) {
            return null;
        }
        int count = p.u8(body + 12);
        int exponent = p.u8(body + 13) >>> 2;
        long mantissa = p.u32(body + 12) & 0x3_ffff;
        boolean fits = Long.numberOfLeadingZeros(mantissa) > exponent;
        List<Long> found = new ArrayList<>();
        for (int at = body + 16; at + 4 <= end && found.size() < count; at += 4) {
            found.add(p.u32(at));
        }
        return new Remb(p.u32(body), fits ? mantissa << exponent : Long.MAX_VALUE, found);
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, FORMAT, PAYLOAD_FEEDBACK);
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrateBps) - MANTISSA_BITS);
        RtcpPacket.append32(out, senderSsrc);
        RtcpPacket.append32(out, 0);
        RtcpPacket.append32(out, IDENTIFIER);
        RtcpPacket.append32(out, (long) ssrcs.size() << 24 | (long) exponent << 18 | bitrateBps >>> exponent);
        ssrcs.forEach(s -> RtcpPacket.append32(out, s));
        RtcpPacket.end(out, start);
    }
}
