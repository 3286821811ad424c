package dev.plumb.examples.relay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A reader of the frames of an IVF file. */
final class IvfReader {
    private IvfReader() {}

    static List<byte[]> framesOf(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        in.position(IvfWriter.HEADER_BYTES);
        List<byte[]> frames = new ArrayList<>();
        while (in.remaining() >= IvfWriter.FRAME_HEADER_BYTES) {
            int length = in.getInt();
            in.getLong();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("the file ends within a frame");
            }
            byte[] frame = new byte[length];
            in.get(frame);
            frames.add(frame);
        }
        return frames;
    }
}
