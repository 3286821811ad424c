package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compound RTCP packet, reduced-size ones included, parsed packet by packet. Unknown or broken packets are skipped.
 * Parsing ends where a length exceeds the datagram.
 *
 * @param packets the packets that were understood, in order
 * @param skipped packets that were not understood (APP, XR, unknown feedback) or were broken
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.1 RFC 3550 6.1, RTCP Packet Format
 * @spec https://www.rfc-editor.org/rfc/rfc5506#section-3.4 RFC 5506 3.4, reduced-size RTCP
 */
public record RtcpCompound(List<RtcpPacket> packets, int skipped) {
    /** The most packets of one datagram that are parsed. */
    private static final int PACKETS_AT_MOST = 64;

    public RtcpCompound {
        packets = List.copyOf(packets);
    }

    /** Parses an unprotected datagram; throws nothing on any bytes. */
    public static RtcpCompound parse(Packet borrowed) {
        List<RtcpPacket> found = new ArrayList<>(4);
        int skipped = 0;
        int at = 0;
        while (at + RtcpPacket.HEADER_BYTES <= borrowed.length() && found.size() < PACKETS_AT_MOST) {
            int end = at + 4 * (borrowed.u16(at + 2) + 1);
            if (end > borrowed.length() || borrowed.u8(at) >>> 6 != 2) {
                skipped++;
                break;
            }
            RtcpPacket packet = parseOne(borrowed, at, end);
            if (packet == null) {
                skipped++;
            } else {
                found.add(packet);
            }
            at = end;
        }
        return new RtcpCompound(found, skipped);
    }

    private static @Nullable RtcpPacket parseOne(Packet p, int start, int wholeEnd) {
        int end = withoutPadding(p, start, wholeEnd);
        if (end < 0) {
            return null;
        }
        int count = p.u8(start) & 0x1f;
        int body = start + RtcpPacket.HEADER_BYTES;
        return switch (p.u8(start + 1)) {
            case SenderReport.PACKET_TYPE -> SenderReport.parse(p, body, end, count);
            case ReceiverReport.PACKET_TYPE -> ReceiverReport.parse(p, body, end, count);
            case SourceDescription.PACKET_TYPE -> SourceDescription.parse(p, body, end, count);
            case Bye.PACKET_TYPE -> Bye.parse(p, body, end, count);
            case RtcpPacket.TRANSPORT_LAYER_FEEDBACK -> transportLayer(p, body, end, count);
            case RtcpPacket.PAYLOAD_FEEDBACK -> payloadSpecific(p, body, end, count);
            default -> null;
        };
    }

    private static int withoutPadding(Packet p, int start, int end) {
        if ((p.u8(start) & 0x20) == 0) {
            return end;
        }
        int padding = p.u8(end - 1);
        return padding == 0 || end - padding < start + RtcpPacket.HEADER_BYTES ? -1 : end - padding;
    }

    private static @Nullable RtcpPacket transportLayer(Packet p, int body, int end, int format) {
        return switch (format) {
            case Nack.FORMAT -> Nack.parse(p, body, end);
            case TransportFeedback.FORMAT -> TransportFeedback.parse(p, body, end);
            default -> null;
        };
    }

    private static @Nullable RtcpPacket payloadSpecific(Packet p, int body, int end, int format) {
        return switch (format) {
            case PictureLossIndication.FORMAT -> PictureLossIndication.parse(p, body, end);
            case FullIntraRequest.FORMAT -> FullIntraRequest.parse(p, body, end);
            case Remb.FORMAT -> Remb.parse(p, body, end);
            default -> null;
        };
    }
}
