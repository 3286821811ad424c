package dev.plumb.objects.streams;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An output stream that sends bytes on a data channel as binary messages, and closes the channel at its end. A writer
 * waits until the channel is open, and while much is buffered. On the loop itself, a write that would wait throws an
 * {@link RTCException} (InvalidStateError) instead.
 *
 * <p>The channel is ordered and reliable. Its {@link RTCDataChannel#bufferedAmountLowThreshold()} is the stream's to
 * set. A channel that fails, or that the peer closes, throws an IOException.
 */
public final class DataChannelOutputStream extends OutputStream implements WritableByteChannel {
    /** A message size that every peer accepts and that is large enough to be fast: 16 KiB. */
    public static final int DEFAULT_MESSAGE_BYTES = 16_384;

    private static final int BUFFERED_BYTES_AT_MOST = 1 << 20;
    private static final byte[] NOTHING = {};

    private final RTCDataChannel channel;
    private final int messageBytes;
    private final int highBytes;
    private final ChannelWait wait;
    /** Held by who writes, and by nothing on the loop. */
    private final ReentrantLock writing = new ReentrantLock();

    private byte[] message = NOTHING;
    private int filled;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    /** Creates a stream that sends messages of {@link #DEFAULT_MESSAGE_BYTES}, or less where the peer accepts less. */
    public DataChannelOutputStream(RTCDataChannel channel) {
        this(channel, DEFAULT_MESSAGE_BYTES);
    }

    /**
     * Creates a stream that sends messages of another length.
     *
     * @param messageBytes the length of a message, in bytes; at least 1, and cut to the longest that the peer accepts
     * @throws RTCException InvalidAccessError where the channel may lose messages or their order; RangeError for no
     *     message
     */
    public DataChannelOutputStream(RTCDataChannel channel, int messageBytes) {
        if (messageBytes < 1) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR, "messageBytes must be 1 or more, not " + messageBytes);
        }
        RTCDataChannelParameters parameters = channel.getParameters();
        if (!parameters.ordered()
                || parameters.maxRetransmits().isPresent()
                || parameters.maxPacketLifetimeMillis().isPresent()) {
            throw new RTCException(
                    RTCException.Name.INVALID_ACCESS,
                    "a stream needs a channel that is ordered and reliable; send messages on this one");
        }
        this.channel = channel;
        this.messageBytes = messageBytes;
        this.highBytes = Math.clamp(channel.transport().getOptions().sendBufferBytes() / 2, 1, BUFFERED_BYTES_AT_MOST);
        channel.bufferedAmountLowThreshold(highBytes / 2);
        this.wait = new ChannelWait(channel);
    }

    /** Returns the number of bytes that have left this machine at least once. */
    public long sentBytes() {
        return Math.max(0, sent.get() - channel.bufferedAmount());
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        writing.lock();
        try {
            int at = offset;
            while (at < offset + length) {
                requireRoom();
                int more = Math.min(offset + length - at, message.length - filled);
                System.arraycopy(bytes, at, message, filled, more);
                at += more;
                filled += more;
                sendIf(filled == message.length);
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        writing.lock();
        try {
            while (source.hasRemaining()) {
                requireRoom();
                int more = Math.min(source.remaining(), message.length - filled);
                source.get(message, filled, more);
                filled += more;
                sendIf(filled == message.length);
            }
        } finally {
            writing.unlock();
        }
        return length;
    }

    /** Sends an incomplete message as a shorter one. It does not wait until that has left. */
    @Override
    public void flush() throws IOException {
        writing.lock();
        try {
            sendIf(filled > 0);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Sends the rest, closes the channel, and waits until the peer has everything; on the loop it does not wait for
     * that.
     *
     * @throws IOException where not everything was delivered
     */
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            try {
                sendIf(filled > 0);
            } finally {
                closed = true;
                closeOnceOpen();
            }
            if (!wait.onLoop()) {
                wait.until(() -> false);
            }
            wait.requireNoFailure();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Closes the channel once it is open. A channel that is closed before it is open never appears on the other side,
     * which is to see an empty stream.
     */
    private void closeOnceOpen() throws IOException {
        if (wait.onLoop() && channel.readyState() == RTCDataChannelState.CONNECTING) {
            channel.onOpen(RTCDataChannel::close);
            return;
        }
        wait.until(() -> channel.readyState() != RTCDataChannelState.CONNECTING);
        channel.close();
    }

    private void requireRoom() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (message.length == 0) {
            wait.until(() -> channel.readyState() != RTCDataChannelState.CONNECTING);
            requireOpen();
            message = new byte[(int) Math.min(messageBytes, channel.transport().maxMessageSize())];
        }
    }

    private void requireOpen() throws IOException {
        wait.requireNoFailure();
        if (channel.readyState() != RTCDataChannelState.OPEN) {
            throw new IOException("data channel \"" + channel.label() + "\" is "
                    + channel.readyState().spec() + ": the other side has closed it, or this one without the stream");
        }
    }

    private void sendIf(boolean due) throws IOException {
        if (!due) {
            return;
        }
        if (channel.bufferedAmount() >= highBytes) {
            wait.until(() ->
                    channel.bufferedAmount() <= highBytes / 2 || channel.readyState() != RTCDataChannelState.OPEN);
            wait.requireNoFailure();
        }
        byte[] whole = filled == message.length ? message : java.util.Arrays.copyOf(message, filled);
        while (!isSent(whole)) {
            ChannelWait.briefly();
        }
        sent.addAndGet(whole.length);
        message = NOTHING;
        filled = 0;
    }

    /** Sends a message and returns true, or returns false where other channels have filled the transport's buffer. */
    private boolean isSent(byte[] whole) throws IOException {
        requireOpen();
        try {
            channel.send(whole);
            return true;
        } catch (RTCException e) {
            if (e.name() == RTCException.Name.OPERATION && !wait.onLoop()) {
                return false;
            }
            requireOpen();
            throw e;
        }
    }
}
