package dev.plumb.objects.streams;

import dev.plumb.objects.RTCDataChannel.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait. Small ones are packed, so that many of them take hardly more memory than they are long. Used on
 * one thread.
 */
final class MessageLog {
    private static final int PACKED_BYTES_AT_MOST = 255;
    private static final int BLOCK_BYTES = 16_384;
    private static final int HEADER_BYTES = 2;
    private static final byte TEXT = 0;
    private static final byte BINARY = 1;

    /** Whole messages, and blocks of packed ones: a kind, a length, and the bytes. */
    private final ArrayDeque<Object> entries = new ArrayDeque<>();

    private static final class Block {
        private final byte[] bytes = new byte[BLOCK_BYTES];
        private int from;
        private int to;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clear() {
        entries.clear();
    }

    void add(Message message) {
        if (message.windowBytes() > PACKED_BYTES_AT_MOST) {
            entries.addLast(message);
            return;
        }
        byte[] bytes = switch (message) {
            case Message.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
            case Message.Binary(byte[] binary) -> binary;
        };
        Block block = entries.peekLast() instanceof Block last && BLOCK_BYTES - last.to >= HEADER_BYTES + bytes.length
                ? last
                : added();
        block.bytes[block.to++] = message instanceof Message.Text ? TEXT : BINARY;
        block.bytes[block.to++] = (byte) bytes.length;
        System.arraycopy(bytes, 0, block.bytes, block.to, bytes.length);
        block.to += bytes.length;
    }

    private Block added() {
        Block block = new Block();
        entries.addLast(block);
        return block;
    }

    /** Removes and returns the first message, or returns null if there is none. */
    @Nullable
    Message poll() {
        Object first = entries.peekFirst();
        if (first instanceof Block block) {
            byte kind = block.bytes[block.from++];
            int length = block.bytes[block.from++] & 0xff;
            byte[] bytes = Arrays.copyOfRange(block.bytes, block.from, block.from + length);
            block.from += length;
            if (block.from == block.to) {
                entries.removeFirst();
            }
            return kind == TEXT
                    ? new Message.Text(new String(bytes, StandardCharsets.UTF_8))
                    : new Message.Binary(bytes);
        }
        entries.pollFirst();
        return (Message) first;
    }
}
