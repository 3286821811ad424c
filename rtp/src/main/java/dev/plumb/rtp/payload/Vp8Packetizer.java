package dev.plumb.rtp.payload;

import dev.plumb.base.bytes.Packet;

/**
 * VP8 with a 15-bit picture number.
 *
 * <pre>{@code
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |X|R|N|S|R| PID |
 *      +-+-+-+-+-+-+-+-+
 * X:   |I|L|T|K| RSV   |
 *      +-+-+-+-+-+-+-+-+
 * I:   |M| PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *      |   PictureID   |
 *      +-+-+-+-+-+-+-+-+
 * }</pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7741#section-4.2 RFC 7741 4.2, VP8 Payload Descriptor
 */
final class Vp8Packetizer implements Packetizer {
    private static final int DESCRIPTOR_BYTES = 4;

    private int pictureId;

    @Override
    public int packetize(byte[] frame, int payloadBytesAtMost, PayloadSink out) {
        int room = payloadBytesAtMost - DESCRIPTOR_BYTES;
        int count = (frame.length + room - 1) / room;
        // packets of about the same length: a short last one would cost as much to lose
        int each = count == 0 ? 0 : (frame.length + count - 1) / count;
        for (int i = 0, at = 0; i < count; i++) {
            int bytes = Math.min(each, frame.length - at);
            Packet p = out.begin();
            int start = p.length();
            p.length(start + DESCRIPTOR_BYTES);
            p.put8(start, i == 0 ? 0x90 : 0x80).put8(start + 1, 0x80).put16(start + 2, 0x8000 | pictureId);
            p.append(frame, at, bytes);
            at += bytes;
            out.end(i == count - 1);
        }
        pictureId = count == 0 ? pictureId : pictureId + 1 & 0x7fff;
        return count;
    }
}
