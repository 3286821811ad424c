package dev.plumb.rtp.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A depacketizer, which reassembles a frame from payloads. It throws nothing, whatever the bytes. */
public sealed interface Depacketizer permits WholeDepacketizer, Vp8Depacketizer, H264Depacketizer {
    /** The longest frame that is put together. */
    int FRAME_BYTES_AT_MOST = 4 << 20;

    /** Returns whether a key frame begins with this payload, by the payload alone. Not every key frame shows it. */
    boolean beginsKeyFrame(byte[] payload);

    /** Returns the frame of all its payloads in order, or null if they are broken. */
    @Nullable
    Depacketized depacketize(List<byte[]> payloads);

    /** Returns whether any of a frame's payloads belongs to a picture. A frame without a picture may be skipped. */
    default boolean holdsPicture(List<byte[]> payloads) {
        return true;
    }

    /**
     * A frame in the form that a decoder accepts.
     *
     * @param picture whether the frame contains a picture, and not only data that describes others
     * @param parameterSets whether the frame contains parameter sets
     * @param width the width in pixels, 0 if unknown
     * @param height the height in pixels, 0 if unknown
     */
    record Depacketized(byte[] data, boolean keyFrame, boolean picture, boolean parameterSets, int width, int height) {
        /** Creates a frame with a picture and without parameter sets. */
        Depacketized(byte[] data, boolean keyFrame, int width, int height) {
            this(data, keyFrame, true, false, width, height);
        }

        /** Returns this frame with other bytes, and with the given size if it has none. */
        Depacketized with(byte[] newData, int newWidth, int newHeight) {
            return new Depacketized(
                    newData,
                    keyFrame,
                    picture,
                    parameterSets,
                    width == 0 ? newWidth : width,
                    width == 0 ? newHeight : height);
        }
    }

    /** Returns the total length of all payloads, or -1 if it is more than {@link #FRAME_BYTES_AT_MOST}. */
    static int totalBytes(List<byte[]> payloads) {
        long total = 0;
        for (byte[] p : payloads) {
            total += p.length;
        }
        return total > FRAME_BYTES_AT_MOST ? -1 : (int) total;
    }
}
