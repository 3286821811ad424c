package dev.plumb.rtp.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a frame together again. Throws nothing on any bytes. */
public sealed interface Depacketizer permits WholeDepacketizer, Vp8Depacketizer, H264Depacketizer {
    /** The longest frame that is put together. */
    int FRAME_BYTES_AT_MOST = 4 << 20;

    /** Whether a key frame begins with this payload, by the payload alone. Not every key frame shows it. */
    boolean beginsKeyFrame(byte[] payload);

    /** The frame of all its payloads in order; null where they are broken. */
    @Nullable
    Depacketized depacketize(List<byte[]> payloads);

    /**
     * A frame as a decoder takes it.
     *
     * @param width pixels, 0 where not known
     * @param height pixels, 0 where not known
     */
    record Depacketized(byte[] data, boolean keyFrame, int width, int height) {}

    /** All bytes of all payloads; -1 where that is more than {@link #FRAME_BYTES_AT_MOST}. */
    static int totalBytes(List<byte[]> payloads) {
        long total = 0;
        for (byte[] p : payloads) {
            total += p.length;
        }
        return total > FRAME_BYTES_AT_MOST ? -1 : (int) total;
    }
}
