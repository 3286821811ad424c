package dev.plumb.rtp.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * VP8, any descriptor.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7741#section-4.2 RFC 7741 4.2, VP8 Payload Descriptor
 * @spec https://www.rfc-editor.org/rfc/rfc6386#section-9.1 RFC 6386 9.1, Uncompressed Data Chunk
 */
enum Vp8Depacketizer implements Depacketizer {
    INSTANCE;

    private static final int KEY_FRAME_HEADER_BYTES = 10;

    /**
     * Returns the length of the payload descriptor in bytes, or -1 if it is truncated. The descriptor may fill the
     * whole payload.
     */
    private static int descriptorBytes(byte[] payload) {
        if (payload.length == 0) {
            return -1;
        }
        int bytes = 1;
        if ((payload[0] & 0x80) != 0) {
            if (payload.length < 2) {
                return -1;
            }
            int extension = payload[1];
            bytes = 2;
            if ((extension & 0x80) != 0) {
                if (payload.length < 3) {
                    return -1;
                }
                bytes += (payload[2] & 0x80) != 0 ? 2 : 1;
            }
            bytes += (extension & 0x40) != 0 ? 1 : 0;
            bytes += (extension & 0x30) != 0 ? 1 : 0;
        }
        return bytes <= payload.length ? bytes : -1;
    }

    private static boolean beginsFrame(byte[] payload) {
        return (payload[0] & 0x17) == 0x10;
    }

    @Override
    public boolean beginsKeyFrame(byte[] payload) {
        int at = descriptorBytes(payload);
        return at > 0 && at < payload.length && beginsFrame(payload) && (payload[at] & 1) == 0;
    }

    @Override
    public @Nullable Depacketized depacketize(List<byte[]> payloads) {
        int total = Depacketizer.totalBytes(payloads);
        if (total <= 0 || payloads.getFirst().length == 0 || !beginsFrame(payloads.getFirst())) {
            return null;
        }
        int bytes = 0;
        for (byte[] p : payloads) {
            int descriptor = descriptorBytes(p);
            if (descriptor < 0) {
                return null;
            }
            bytes += p.length - descriptor;
        }
        if (bytes == 0) {
            return null;
        }
        byte[] frame = new byte[bytes];
        int at = 0;
        for (byte[] p : payloads) {
            int descriptor = descriptorBytes(p);
            System.arraycopy(p, descriptor, frame, at, p.length - descriptor);
            at += p.length - descriptor;
        }
        return describe(frame);
    }

    private static Depacketized describe(byte[] frame) {
        boolean key = (frame[0] & 1) == 0;
        boolean sized = key
                && frame.length >= KEY_FRAME_HEADER_BYTES
                && (frame[3] & 0xff) == 0x9d
                && frame[4] == 0x01
                && frame[5] == 0x2a;
        int width = sized ? ((frame[7] & 0x3f) << 8) | (frame[6] & 0xff) : 0;
        int height = sized ? ((frame[9] & 0x3f) << 8) | (frame[8] & 0xff) : 0;
        return new Depacketized(frame, key, width, height);
    }
}
