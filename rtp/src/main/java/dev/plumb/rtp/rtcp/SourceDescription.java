package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of sources. Only the canonical name is kept.
 *
 * <pre>{@code
 * |V=2|P|    SC   |  PT=SDES=202  |             length            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                          SSRC/CSRC_1                          |
 * |    CNAME=1    |     length    | user and domain name        ...
 * |                              ...                              |
 * }</pre>
 *
 * @param chunks the chunks, one for each source
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.5 RFC 3550 6.5, SDES
 */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    static final int PACKET_TYPE = 202;

    private static final int CNAME = 1;

    /** The description of one source. The name is empty where the chunk has none. */
    public record Chunk(long ssrc, String cname) {}

    public SourceDescription {
        chunks = List.copyOf(chunks);
    }

    static @Nullable SourceDescription parse(Packet p, int body, int end, int count) {
        List<Chunk> chunks = new ArrayList<>(count);
        int at = body;
        for (int i = 0; i < count && at + 4 <= end; i++) {
            long ssrc = p.u32(at);
            at += 4;
            String cname = "";
            while (at < end && p.u8(at) != 0) {
                if (at + 2 > end || at + 2 + p.u8(at + 1) > end) {
                    return null;
                }
                if (p.u8(at) == CNAME) {
                    cname = new String(p.array(), p.offset() + at + 2, p.u8(at + 1), StandardCharsets.UTF_8);
                }
                at += 2 + p.u8(at + 1);
            }
            chunks.add(new Chunk(ssrc, cname));
            // the list ends with a zero, and the next chunk begins on a whole word
            at = body + ((at - body) / 4 + 1) * 4;
        }
        return new SourceDescription(chunks);
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, chunks.size(), PACKET_TYPE);
        for (Chunk chunk : chunks) {
            byte[] name = chunk.cname.getBytes(StandardCharsets.UTF_8);
            int bytes = Math.min(255, name.length);
            RtcpPacket.append32(out, chunk.ssrc);
            RtcpPacket.append8(out, CNAME);
            RtcpPacket.append8(out, bytes);
            out.append(name, 0, bytes);
            RtcpPacket.append8(out, 0);
            while ((out.length() - start) % 4 != 0) {
                RtcpPacket.append8(out, 0);
            }
        }
        RtcpPacket.end(out, start);
    }
}
