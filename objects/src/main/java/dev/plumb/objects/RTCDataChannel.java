package dev.plumb.objects;

import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.transport.datachannel.DataChannel;
import dev.plumb.transport.datachannel.DataChannelEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Carries messages, text or bytes.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcdatachannel WebRTC 6.2, RTCDataChannel
 */
public final class RTCDataChannel {
    private final Agent agent;
    private final RTCSctpTransport transport;
    private final DataChannel engine;
    private final String statsId;
    private final EventSource<RTCDataChannel> opens = new EventSource<>();
    private final EventSource<RTCDataChannel> closings = new EventSource<>();
    private final EventSource<RTCDataChannel> closes = new EventSource<>();
    private final EventSource<RTCDataChannel> lows = new EventSource<>();
    private final EventSource<RTCError> errors = new EventSource<>();
    private final EventSource<Message> messages = new EventSource<>();
    private volatile RTCDataChannelState readyState = RTCDataChannelState.CONNECTING;
    private volatile RTCBinaryType binaryType = RTCBinaryType.ARRAYBUFFER;
    private volatile long bufferedAmount;
    private volatile OptionalInt id;
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
    }

    /** What arrives. */
    public sealed interface Message {
        /** A text. */
        record Text(String text) implements Message {}

        /** Bytes, for the receiver alone. */
        record Binary(byte[] bytes) implements Message {}
    }

    // ---- the object -------------------------------------------------------------------------------------------------

    /** The transport below. */
    public RTCSctpTransport transport() {
        return transport;
    }

    /** For people. */
    public String label() {
        return engine.parameters().label();
    }

    /** Its id; empty before it is known. */
    public OptionalInt id() {
        return id;
    }

    /** What it was opened with. */
    public RTCDataChannelParameters getParameters() {
        var p = engine.parameters();
        return new RTCDataChannelParameters(
                p.label(),
                p.ordered(),
                p.maxPacketLifetimeMillis(),
                p.maxRetransmits(),
                p.protocol(),
                p.negotiated(),
                id,
                RTCPriorityType.valueOf(p.priority().name()));
    }

    /** Its state. */
    public RTCDataChannelState readyState() {
        return readyState;
    }

    /** Bytes handed over and not yet sent. */
    public long bufferedAmount() {
        return bufferedAmount;
    }

    /** At or below how many bytes {@link #onBufferedAmountLow} is called; 0 at first. */
    public long bufferedAmountLowThreshold() {
        return agent.call(engine::bufferedAmountLowThreshold);
    }

    /** Sets at or below how many bytes {@link #onBufferedAmountLow} is called. */
    public void bufferedAmountLowThreshold(long bytes) {
        agent.run(() -> engine.bufferedAmountLowThreshold(bytes));
    }

    /** As what a script is given bytes; array buffers at first. */
    public RTCBinaryType binaryType() {
        return binaryType;
    }

    /** Sets as what a script is given bytes. */
    public void binaryType(RTCBinaryType type) {
        binaryType = type;
    }

    /** Called on the loop when it is open. */
    public Registration onOpen(Consumer<RTCDataChannel> listener) {
        return opens.add(listener);
    }

    /** Called on the loop for each message. */
    public Registration onMessage(Consumer<Message> listener) {
        return messages.add(listener);
    }

    /** Called on the loop when what is buffered has fallen to the threshold. */
    public Registration onBufferedAmountLow(Consumer<RTCDataChannel> listener) {
        return lows.add(listener);
    }

    /** Called on the loop when either side has begun to close it. */
    public Registration onClosing(Consumer<RTCDataChannel> listener) {
        return closings.add(listener);
    }

    /** Called on the loop when it is closed. */
    public Registration onClose(Consumer<RTCDataChannel> listener) {
        return closes.add(listener);
    }

    /** Called on the loop when it has failed; it closes then. */
    public Registration onError(Consumer<RTCError> listener) {
        return errors.add(listener);
    }

    /**
     * Sends a text.
     *
     * @throws RTCException InvalidStateError where it is not open; TypeError where the message is longer than the peer takes;
     *     OperationError where the send buffer is full
     */
    public void send(String text) {
        agent.run(() -> sendOnLoop(() -> engine.sendText(text, transport.now()), utf8Length(text)));
    }

    /**
     * Sends bytes, which may not be changed any more.
     *
     * @throws RTCException as {@link #send(String)}
     */
    public void send(byte[] bytes) {
        agent.run(() -> sendOnLoop(() -> engine.sendBinary(bytes, transport.now()), bytes.length));
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
                    RTCException.Name.OPERATION, "the send buffer is full; wait for bufferedamountlow", e);
        }
        messagesSent++;
        bytesSent += length;
        transport.after();
        bufferedAmount = engine.bufferedBytes();
    }

    /** Closes it after what was sent is delivered. */
    public void close() {
        if (readyState == RTCDataChannelState.CLOSED || agent.isClosed()) {
            return;
        }
        agent.run(() -> {
            if (readyState == RTCDataChannelState.CONNECTING || readyState == RTCDataChannelState.OPEN) {
                readyState = RTCDataChannelState.CLOSING;
                engine.close(transport.now());
                transport.after();
            }
        });
    }

    // ---- for the transport ------------------------------------------------------------------------------------------

    /** The engine may have chosen an id. */
    void identified() {
        id = engine.id();
    }

    void opened() {
        id = engine.id();
        readyState = RTCDataChannelState.OPEN;
    }

    /** Who was told of the peer's channel hears that it is open, too, unless it has been closed meanwhile. */
    void announced() {
        if (readyState == RTCDataChannelState.OPEN) {
            opens.fire(this);
        }
    }

    void event(DataChannelEvent event) {
        bufferedAmount = engine.bufferedBytes();
        switch (event) {
            case DataChannelEvent.ChannelOpened e -> {
                opened();
                opens.fire(this);
            }
            case DataChannelEvent.ChannelAnnounced e -> {}
            case DataChannelEvent.Message e -> {
                messagesReceived++;
                bytesReceived += e.bytes().length;
                messages.fire(e.isText() ? new Message.Text(e.text()) : new Message.Binary(e.bytes()));
            }
            case DataChannelEvent.BufferedAmountLow e -> lows.fire(this);
            case DataChannelEvent.ChannelClosing e -> {
                readyState = RTCDataChannelState.CLOSING;
                closings.fire(this);
            }
            case DataChannelEvent.ChannelError e ->
                errors.fire(new RTCError(RTCError.Detail.DATA_CHANNEL_FAILURE, e.reason()));
            case DataChannelEvent.ChannelClosed e -> closed();
        }
    }

    void closed() {
        if (readyState != RTCDataChannelState.CLOSED) {
            readyState = RTCDataChannelState.CLOSED;
            closes.fire(this);
        }
    }

    /** Statistics of the channel. */
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
