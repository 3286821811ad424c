package dev.plumb.objects.streams;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An input stream that reads the messages of a channel as one stream of bytes; texts are their UTF-8. It ends when the
 * peer has closed the channel and all was read. A reader waits for bytes; on the loop itself, a read that would wait
 * throws an {@link RTCException} (InvalidStateError) instead.
 *
 * <p>A slow reader throttles the peer, and so bounds memory: unread bytes fill the receive window. All channels of a
 * transport share that. A channel that fails throws an IOException once the earlier bytes were read.
 */
public final class DataChannelInputStream extends InputStream implements ReadableByteChannel {
    /**
     * The length of the blocks that gather small messages, in bytes, so that many of them take no more memory than
     * their own length.
     */
    private static final int BLOCK_BYTES = 16_384;

    /** The number of bytes that are read before the window is given back. */
    private static final int TOLD_BYTES = 16_384;

    private final RTCDataChannel channel;
    private final ChannelWait wait;
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private long available;
    private long taken;
    private final AtomicLong read = new AtomicLong();
    private volatile boolean closed;

    private static final class Block {
        private final byte[] bytes;
        private int from;
        private int to;

        Block(byte[] bytes, int to) {
            this.bytes = bytes;
            this.to = to;
        }
    }

    /**
     * Creates a stream of all messages from now on. It misses none if it is created in the listener that is given the
     * peer's channel, or right after a channel of one's own was opened.
     */
    public DataChannelInputStream(RTCDataChannel channel) {
        this.channel = channel;
        channel.manualConsume(true);
        this.wait = new ChannelWait(channel);
        channel.onMessage(this::came);
    }

    private void came(RTCDataChannel.Message message) {
        byte[] bytes = switch (message) {
            case RTCDataChannel.Message.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
            case RTCDataChannel.Message.Binary(byte[] binary) -> binary;
        };
        if (bytes.length == 0) {
            giveBack(message.windowBytes());
            return;
        }
        wait.change(() -> {
            if (!closed) {
                append(bytes);
                available += bytes.length;
            }
        });
    }

    private void append(byte[] bytes) {
        Block last = blocks.peekLast();
        if (last != null && last.bytes.length - last.to >= bytes.length) {
            System.arraycopy(bytes, 0, last.bytes, last.to, bytes.length);
            last.to += bytes.length;
        } else if (bytes.length < BLOCK_BYTES / 4) {
            byte[] block = new byte[BLOCK_BYTES];
            System.arraycopy(bytes, 0, block, 0, bytes.length);
            blocks.addLast(new Block(block, bytes.length));
        } else {
            blocks.addLast(new Block(bytes, bytes.length));
        }
    }

    /** Returns the number of bytes read so far. */
    public long readBytes() {
        return read.get();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public int available() {
        long[] now = {0};
        wait.change(() -> now[0] = available);
        return (int) Math.min(Integer.MAX_VALUE, now[0]);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        return read(ByteBuffer.wrap(into, offset, length));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        wait.until(() -> available > 0 || closed);
        int[] moved = {0};
        long[] told = {0};
        wait.change(() -> {
            moved[0] = move(into);
            available -= moved[0];
            taken += moved[0];
            if (taken >= TOLD_BYTES || available == 0) {
                told[0] = taken;
                taken = 0;
            }
        });
        if (told[0] > 0) {
            giveBack(told[0]);
        }
        if (moved[0] > 0) {
            read.addAndGet(moved[0]);
            return moved[0];
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        wait.requireNoFailure();
        return -1;
    }

    private int move(ByteBuffer into) {
        int moved = 0;
        for (Block first = blocks.peekFirst(); first != null && into.hasRemaining(); first = blocks.peekFirst()) {
            int now = Math.min(into.remaining(), first.to - first.from);
            into.put(first.bytes, first.from, now);
            first.from += now;
            moved += now;
            if (first.from == first.to) {
                blocks.removeFirst();
            }
        }
        return moved;
    }

    private void giveBack(long bytes) {
        try {
            channel.consumed(bytes);
        } catch (RTCException e) {
            if (!closed) {
                throw e;
            }
            // closed on another thread at this moment, all was given back
        }
    }

    /** Closes the channel, and discards unread bytes. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        wait.change(() -> {
            closed = true;
            blocks.clear();
            available = 0;
        });
        channel.manualConsume(false);
        channel.close();
    }
}
