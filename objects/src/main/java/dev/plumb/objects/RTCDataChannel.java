package dev.plumb.objects;

import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.sctp.datachannel.DataChannel;
import dev.plumb.sctp.datachannel.DataChannelEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Carries messages, text or bytes.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcdatachannel WebRTC 6.2, RTCDataChannel
 */
public final class RTCDataChannel {
    private static final int KEPT_MESSAGES_AT_MOST = 4096;

    private final Agent agent;
    private final RTCSctpTransport transport;
    private final DataChannel engine;
    private final String statsId;
    private final EventSource<RTCDataChannel> opens = new EventSource<>();
    private final EventSource<RTCDataChannel> closings = new EventSource<>();
    private final EventSource<RTCDataChannel> closes = new EventSource<>();
    private final EventSource<RTCDataChannel> lows = new EventSource<>();
    private final EventSource<RTCError> errors = new EventSource<>();
    private final EventSource<Message> messages;
    private boolean openTold;
    /** The bytes of messages that wait for a first listener. */
    private long keptBytes;

    private volatile RTCDataChannelState readyState = RTCDataChannelState.CONNECTING;
    private volatile RTCBinaryType binaryType = RTCBinaryType.ARRAYBUFFER;
    private volatile long bufferedAmount;
    private volatile long bufferedAmountLowThreshold;
    private volatile OptionalInt id;
    private volatile boolean manualConsume;
    /** Delivered and not consumed. */
    private final AtomicLong unconsumed = new AtomicLong();

    private final AtomicBoolean givingBack = new AtomicBoolean();
    private final ReceiveHold.Share held;
    private boolean over;
    private boolean toldUnreachable;
    private long messagesSent;
    private long bytesSent;
    private long messagesReceived;
    private long bytesReceived;

    RTCDataChannel(RTCSctpTransport transport, DataChannel engine) {
        this.agent = transport.agent();
        this.transport = transport;
        this.engine = engine;
        this.statsId = agent.statsId("D");
        this.id = engine.id();
        this.held = transport.share();
        this.messages = EventSource.keeping(agent.loop(), KEPT_MESSAGES_AT_MOST);
    }

    /** A message that arrived. */
    public sealed interface Message {
        /** A text. */
        record Text(String text) implements Message {
            @Override
            public long windowBytes() {
                return Math.max(1, utf8Length(text));
            }
        }

        /** Bytes, for the receiver alone. */
        record Binary(byte[] bytes) implements Message {
            @Override
            public long windowBytes() {
                return Math.max(1, bytes.length);
            }
        }

        /**
         * Returns the bytes of the receive window that the message occupies: its length in UTF-8 or bytes, or 1 if it
         * is empty.
         */
        long windowBytes();
    }

    // ---- the object -------------------------------------------------------------------------------------------------

    /** Returns the SCTP transport of the channel. */
    public RTCSctpTransport transport() {
        return transport;
    }

    /** Returns the human-readable label. The protocol does not use it. */
    public String label() {
        return engine.parameters().label();
    }

    /** Returns its id, or empty before it is known. */
    public OptionalInt id() {
        return id;
    }

    /** Returns the parameters with which it was opened. */
    public RTCDataChannelParameters getParameters() {
        var p = engine.parameters();
        return new RTCDataChannelParameters(
                p.label(),
                p.ordered(),
                inRange(p.maxPacketLifetimeMillis()),
                inRange(p.maxRetransmits()),
                p.protocol(),
                p.negotiated(),
                id,
                RTCPriorityType.valueOf(p.priority().name()));
    }

    /** Limits a value to 65535, since a peer may write more than the dictionary holds. */
    private static OptionalInt inRange(OptionalInt limit) {
        return limit.isPresent() ? OptionalInt.of(Math.min(limit.getAsInt(), 65_535)) : limit;
    }

    /** Returns its state. */
    public RTCDataChannelState readyState() {
        return readyState;
    }

    /**
     * Returns the bytes of messages that were handed over and not yet sent. Any thread may call it. The amount grows
     * with {@link #send} and falls as bytes leave, but not before a task that called {@code send} on the loop has
     * returned. It keeps its last value when the channel closes.
     */
    public long bufferedAmount() {
        return bufferedAmount;
    }

    /** Returns the threshold, in bytes, at or below which {@link #onBufferedAmountLow} fires. The default is 0. */
    public long bufferedAmountLowThreshold() {
        return bufferedAmountLowThreshold;
    }

    /** Sets at or below how many bytes {@link #onBufferedAmountLow} is called; not negative. */
    public void bufferedAmountLowThreshold(long bytes) {
        if (bytes < 0) {
            throw RTCException.typeError("bufferedAmountLowThreshold is not negative");
        }
        bufferedAmountLowThreshold = bytes;
    }

    /** Returns whether messages fill the receive window until {@link #consumed} is called. The default is false. */
    public boolean manualConsume() {
        return manualConsume;
    }

    /**
     * Sets whether messages fill the receive window until {@link #consumed} is called. A slow reader then throttles the
     * peer: a full window stops it on all channels of the transport, since they share the window. Setting it to false
     * consumes everything that was delivered.
     */
    public void manualConsume(boolean manual) {
        manualConsume = manual;
        if (!manual) {
            giveBack();
        }
    }

    /**
     * Returns the bytes that were delivered and not consumed yet under {@link #manualConsume}, as
     * {@link Message#windowBytes} counts them.
     */
    public long unconsumedBytes() {
        return unconsumed.get();
    }

    /**
     * Reports under {@link #manualConsume} that the application has consumed this many delivered bytes, as
     * {@link Message#windowBytes} counts them. Any thread may call it, without waiting, and on a closed channel too.
     *
     * @throws RTCException TypeError where it is negative, or more than {@link #unconsumedBytes}
     */
    public void consumed(long bytes) {
        long had;
        do {
            had = unconsumed.get();
            if (bytes < 0 || bytes > had) {
                throw RTCException.typeError(
                        "consumed " + bytes + " of " + had + " bytes: give back what was delivered, once");
            }
        } while (!unconsumed.compareAndSet(had, had - bytes));
        if (bytes > 0) {
            giveBack();
        }
    }

    private void giveBack() {
        if (givingBack.compareAndSet(false, true)) {
            try {
                agent.loop().execute(() -> {
                    givingBack.set(false);
                    if (!manualConsume) {
                        unconsumed.set(0);
                    }
                    held.keep(unconsumed.get());
                    transport.drainLater();
                });
            } catch (RejectedExecutionException e) {
                givingBack.set(false); // the loop has ended, and the transport before it
            }
        }
    }

    /** Returns the form in which a script is given bytes. The default is array buffers. */
    public RTCBinaryType binaryType() {
        return binaryType;
    }

    /** Sets the form in which a script is given bytes. */
    public void binaryType(RTCBinaryType type) {
        binaryType = Objects.requireNonNull(type);
    }

    /**
     * Calls a listener on the loop once the channel is open. A channel that is open already calls it soon after it was
     * added.
     */
    public Registration onOpen(Consumer<RTCDataChannel> listener) {
        EventSource.requireListener(listener);
        AtomicBoolean told = new AtomicBoolean();
        Consumer<RTCDataChannel> once = channel -> {
            if (told.compareAndSet(false, true)) {
                listener.accept(channel);
            }
        };
        Registration registration = opens.add(once);
        if (readyState == RTCDataChannelState.OPEN) {
            agent.later(() -> {
                if (openTold && readyState == RTCDataChannelState.OPEN) {
                    once.accept(this);
                }
            });
        }
        return registration;
    }

    /**
     * Registers a listener that is called on the loop for each message. The first listener also gets earlier messages
     * in order: up to 4,096 of this channel, and up to 4 MiB over all channels of the transport. Messages beyond either
     * limit are dropped, which is logged. A listener that keeps messages for later can bound their number with
     * {@link #manualConsume}.
     */
    public Registration onMessage(Consumer<Message> listener) {
        Registration registration = messages.add(listener);
        agent.later(() -> {
            transport.keptBytes(-keptBytes);
            keptBytes = 0;
        });
        return registration;
    }

    /** Registers a listener that is called on the loop when the buffered amount has fallen to the threshold. */
    public Registration onBufferedAmountLow(Consumer<RTCDataChannel> listener) {
        return lows.add(listener);
    }

    /** Registers a listener that is called on the loop when either side has begun to close the channel. */
    public Registration onClosing(Consumer<RTCDataChannel> listener) {
        return closings.add(listener);
    }

    /** Registers a listener that is called on the loop when the channel is closed. */
    public Registration onClose(Consumer<RTCDataChannel> listener) {
        return closes.add(listener);
    }

    /**
     * Calls a listener on the loop when the channel or ICE has failed. A failure of the channel closes it. After a
     * failure of ICE the channel stays open, but carries nothing until an ICE restart finds the peer again.
     */
    public Registration onError(Consumer<RTCError> listener) {
        return errors.add(listener);
    }

    /**
     * Sends a text; an unpaired surrogate in it becomes U+FFFD.
     *
     * @throws RTCException InvalidStateError where it is not open; TypeError where the message is longer than the peer
     *     takes; OperationError where the send buffer is full
     */
    public void send(String text) {
        String wellFormed = wellFormed(text);
        long length = utf8Length(wellFormed);
        agent.run(() -> sendOnLoop(() -> engine.sendText(wellFormed, transport.now()), length));
    }

    /**
     * Sends bytes, which may not be changed any more.
     *
     * @throws RTCException as {@link #send(String)}
     */
    public void send(byte[] bytes) {
        int length = bytes.length;
        agent.run(() -> sendOnLoop(() -> engine.sendBinary(bytes, transport.now()), length));
    }

    private static String wellFormed(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(i, '\uFFFD');
            }
        }
        return mended == null ? text : mended.toString();
    }

    private static long utf8Length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // both halves of a surrogate pair together take four bytes
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    private void sendOnLoop(Runnable send, long length) {
        if (readyState != RTCDataChannelState.OPEN) {
            throw RTCException.invalidState("the channel is " + readyState.spec() + ", not open");
        }
        if (length > transport.maxMessageSize()) {
            throw RTCException.typeError("a message of " + length + " bytes is longer than the peer takes, "
                    + transport.maxMessageSize() + "; send it in parts");
        }
        try {
            send.run();
        } catch (IllegalStateException e) {
            throw new RTCException(
                    RTCException.Name.OPERATION,
                    "the send buffer of the transport, which all its channels share, is full"
                            + " (RTCSctpOptions.sendBufferBytes);"
                            + " wait until a channel with much in it says bufferedamountlow",
                    e);
        }
        messagesSent++;
        bytesSent += length;
        long before = bufferedAmount;
        bufferedAmount = before + length;
        transport.drainLater();
    }

    /** Closes the channel after all sent messages are delivered. Closing again does nothing. */
    public void close() {
        if (readyState == RTCDataChannelState.CLOSED || agent.isClosed()) {
            return;
        }
        agent.end(() -> {
            if (readyState == RTCDataChannelState.CONNECTING || readyState == RTCDataChannelState.OPEN) {
                readyState = RTCDataChannelState.CLOSING;
                engine.close(transport.now());
                transport.drainLater();
            }
        });
    }

    // ---- for the transport ------------------------------------------------------------------------------------------

    /** Returns the length of the label and the protocol. */
    long nameBytes() {
        return (long) engine.parameters().label().length()
                + engine.parameters().protocol().length();
    }

    /** Copies the id that the engine may have chosen. */
    void identified() {
        id = engine.id();
    }

    void opened() {
        id = engine.id();
        readyState = RTCDataChannelState.OPEN;
    }

    /**
     * Tells listeners that the peer's channel is open, after they were told of the channel, unless it has been closed
     * meanwhile.
     */
    void announced() {
        if (readyState == RTCDataChannelState.OPEN) {
            openTold = true;
            opens.fire(this);
        }
    }

    void event(DataChannelEvent event) {
        switch (event) {
            case DataChannelEvent.ChannelOpened e -> {
                if (readyState == RTCDataChannelState.CONNECTING) {
                    opened();
                    openTold = true;
                    opens.fire(this);
                }
            }
            case DataChannelEvent.Message e -> {
                messagesReceived++;
                bytesReceived += e.bytes().length;
                received(e.isText() ? new Message.Text(e.text()) : new Message.Binary(e.bytes()));
            }
            case DataChannelEvent.ChannelClosing e -> {
                readyState = RTCDataChannelState.CLOSING;
                closings.fire(this);
            }
            case DataChannelEvent.ChannelClosed e -> closed();
            // the transport's: it knows the objects, the kind of failure, and what has left
            case DataChannelEvent.ChannelAnnounced e -> {}
            case DataChannelEvent.ChannelError e -> {}
        }
    }

    private void received(Message message) {
        if (manualConsume) {
            long bytes = message.windowBytes();
            unconsumed.addAndGet(bytes);
            held.hold(bytes);
        }
        if (messages.isUnheard()) {
            long bytes = message.windowBytes();
            if (!transport.keptBytes(bytes)) {
                return;
            }
            keptBytes += bytes;
        }
        messages.fire(message);
    }

    /** Reports that the peer cannot be reached, once until {@link #reachable} is called. */
    void unreachable(RTCError error) {
        if (!over && !toldUnreachable) {
            toldUnreachable = true;
            errors.fire(error);
        }
    }

    /** Notes that the peer can be reached again. */
    void reachable() {
        toldUnreachable = false;
    }

    /** Tells listeners that the channel has failed. {@link #closed} follows. */
    void failed(RTCError error) {
        if (!over) {
            readyState = RTCDataChannelState.CLOSED;
            if (!toldUnreachable) {
                errors.fire(error);
            }
        }
    }

    void closed() {
        if (!over) {
            over = true;
            readyState = RTCDataChannelState.CLOSED;
            transport.keptBytes(-keptBytes);
            keptBytes = 0;
            closes.fire(this);
        }
    }

    /** Finds out how much is still buffered, after some of it has left. */
    void settle() {
        if (readyState == RTCDataChannelState.CLOSED) {
            return; // what never left stays counted
        }
        long before = bufferedAmount;
        // the engine counts what opens a channel, too
        long left = Math.min(before, engine.bufferedBytes());
        bufferedAmount = left;
        long threshold = bufferedAmountLowThreshold;
        if (before > threshold && left <= threshold) {
            lows.fire(this);
        }
    }

    /** Returns the statistics of the channel. */
    public RTCStatsReport getStats() {
        return agent.call(() -> RTCStatsReport.of(List.of(stats(agent.loop().wallNanos() / 1e6))));
    }

    RTCStats stats(double timestampMillis) {
        Map<String, Object> members = new HashMap<>();
        members.put("label", label());
        members.put("protocol", engine.parameters().protocol());
        id.ifPresent(i -> members.put("dataChannelIdentifier", i));
        members.put("state", readyState.spec());
        members.put("messagesSent", messagesSent);
        members.put("bytesSent", bytesSent);
        members.put("messagesReceived", messagesReceived);
        members.put("bytesReceived", bytesReceived);
        return new RTCStats(statsId, "data-channel", timestampMillis, members);
    }
}
