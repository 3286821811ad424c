package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.Packet;

/**
 * One packet of a compound.
 *
 * <pre>{@code
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P| count/fmt|     PT       |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of the sender (mostly)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * }</pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.4 RFC 3550 6.4, Sender and Receiver Reports
 */
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Bye,
                Nack,
                PictureLossIndication,
                FullIntraRequest,
                Remb,
                TransportFeedback {
    /** Bytes of the common header. */
    int HEADER_BYTES = 4;

    /** Packet type of transport layer feedback (RFC 4585). */
    int TRANSPORT_LAYER_FEEDBACK = 205;

    /** Packet type of payload-specific feedback (RFC 4585). */
    int PAYLOAD_FEEDBACK = 206;

    /** Appends it to {@code out}. */
    void write(Packet out);

    /** Appends a header whose length is yet to come; returns where it began. */
    static int begin(Packet out, int count, int packetType) {
        int start = out.length();
        out.length(start + HEADER_BYTES);
        out.put8(start, 0x80 | (count & 0x1f)).put8(start + 1, packetType).put16(start + 2, 0);
        return start;
    }

    /** Pads with zeros to whole words and writes the length into the header begun at {@code start}. */
    static void end(Packet out, int start) {
        while ((out.length() - start) % 4 != 0) {
            append8(out, 0);
        }
        out.put16(start + 2, (out.length() - start) / 4 - 1);
    }

    /** Appends 8 bits. */
    static void append8(Packet out, int value) {
        int at = out.length();
        out.length(at + 1).put8(at, value);
    }

    /** Appends 16 bits. */
    static void append16(Packet out, int value) {
        int at = out.length();
        out.length(at + 2).put16(at, value);
    }

    /** Appends 32 bits. */
    static void append32(Packet out, long value) {
        int at = out.length();
        out.length(at + 4).put32(at, value);
    }

    /** Returns an unsigned number in hexadecimal, as SSRCs are shown. */
    static String hex(long ssrc) {
        return Long.toHexString(ssrc);
    }
}
