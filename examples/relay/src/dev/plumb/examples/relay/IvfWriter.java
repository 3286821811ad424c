package dev.plumb.examples.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A writer of VP8 frames to an IVF file: 32 bytes of header, then 12 before each frame, in little-endian order. Safe on
 * any thread.
 */
final class IvfWriter implements AutoCloseable {
    static final int HEADER_BYTES = 32;
    static final int FRAME_HEADER_BYTES = 12;
    private static final int FRAMES_PER_SECOND = 30;

    private final OutputStream out;
    private long number;
    private boolean closed;

    IvfWriter(Path file, int width, int height) throws IOException {
        out = Files.newOutputStream(file);
        out.write(buffer(HEADER_BYTES)
                .put("DKIF".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) HEADER_BYTES)
                .put("VP80".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width)
                .putShort((short) height)
                .putInt(FRAMES_PER_SECOND)
                .putInt(1)
                .array());
    }

    synchronized void write(byte[] frame) {
        if (closed) {
            return;
        }
        try {
            out.write(buffer(FRAME_HEADER_BYTES)
                    .putInt(frame.length)
                    .putLong(number++)
                    .array());
            out.write(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
