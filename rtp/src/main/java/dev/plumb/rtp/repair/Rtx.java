package dev.plumb.rtp.repair;

import dev.plumb.base.bytes.Packet;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.packet.RtpHeaderWriter;

/**
 * Retransmission payloads: the original sequence number, then the original payload.
 *
 * <pre>{@code
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         RTP Header                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            OSN                |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               |
 * |                  Original RTP Packet Payload                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * }</pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4588#section-4 RFC 4588 4, Retransmission Payload Format
 */
public final class Rtx {
    /** Bytes that a packet grows by. */
    public static final int BYTES = 2;

    private Rtx() {}

    /**
     * Writes the retransmission of {@code original}.
     *
     * @param writer the writer of the retransmission stream's header
     * @param header a view that is free to use
     * @return false where the original is no RTP packet
     */
    public static boolean encapsulate(
            Packet original, Packet out, RtpHeaderWriter writer, int payloadType, int sequence, RtpHeader header) {
        if (!header.parse(original)) {
            return false;
        }
        writer.write(out, payloadType, sequence, header.timestamp(), header.marker());
        int at = out.length();
        out.length(at + BYTES).put16(at, header.sequence());
        int payload = original.length() - header.headerBytes() - header.paddingBytes();
        out.append(original.array(), original.offset() + header.headerBytes(), payload);
        return true;
    }

    /**
     * Restores the original packet from a retransmission, in place; {@code header} views the result.
     *
     * @return false where it carries nothing, as probes do
     */
    public static boolean decapsulate(Packet packet, RtpHeader header, long mediaSsrc, int mediaPayloadType) {
        if (header.payloadBytes() <= BYTES) {
            return false;
        }
        int headerBytes = header.headerBytes();
        int originalSequence = packet.u16(headerBytes);
        byte[] a = packet.array();
        System.arraycopy(a, packet.offset(), a, packet.offset() + BYTES, headerBytes);
        packet.skip(BYTES);
        if (!header.parse(packet)) {
            return false;
        }
        header.ssrc(mediaSsrc);
        header.payloadType(mediaPayloadType);
        header.sequence(originalSequence);
        return true;
    }
}
