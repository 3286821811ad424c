package dev.plumb.rtp.payload;

/**
 * One payload a frame: Opus, plain audio. A frame that is too long for a packet is dropped; audio frames are not.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7587#section-4.2 RFC 7587 4.2, Payload Structure
 * @spec https://www.rfc-editor.org/rfc/rfc3551#section-4.5 RFC 3551 4.5, Audio Encodings
 */
final class WholePacketizer implements Packetizer {
    @Override
    public int packetize(byte[] frame, int payloadBytesAtMost, PayloadSink out) {
        if (frame.length == 0 || frame.length > payloadBytesAtMost) {
            return 0;
        }
        out.begin().append(frame, 0, frame.length);
        out.end(true);
        return 1;
    }
}
