package dev.plumb.sctp.datachannel;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** One channel of {@link DataChannels}. Used on its thread only. */
public final class DataChannel {
    private final DataChannels owner;
    private final DataChannelParameters parameters;
    private OptionalInt id;
    private DataChannelState state = DataChannelState.CONNECTING;
    /** OPEN was sent, and nothing came back yet: what is sent goes in order behind it. */
    boolean unanswered;

    boolean incomingReset;
    boolean outgoingReset;

    DataChannel(DataChannels owner, DataChannelParameters parameters) {
        this.owner = owner;
        this.parameters = parameters;
        this.id = parameters.id();
    }

    /** Returns the stream's id, or empty until the DTLS role is known. */
    public OptionalInt id() {
        return id;
    }

    /** Returns the parameters that the channel was opened with. */
    public DataChannelParameters parameters() {
        return parameters;
    }

    /** Returns the state. */
    public DataChannelState state() {
        return state;
    }

    /** Returns the number of bytes of messages not yet sent. */
    public long bufferedBytes() {
        return id.isPresent() ? owner.association().bufferedBytes(id.getAsInt()) : 0;
    }

    /**
     * Sends a string, which may be empty.
     *
     * @throws IllegalStateException where the channel is not open and was not announced either, or the send buffer is
     *     full
     * @throws IllegalArgumentException where it is longer than the peer takes
     */
    public void sendText(String text, long nowNanos) {
        owner.send(this, true, text.getBytes(StandardCharsets.UTF_8), nowNanos);
    }

    /**
     * Sends bytes, which may be none, and which must not be changed any more.
     *
     * @throws IllegalStateException where the channel is not open and was not announced either, or the send buffer is
     *     full
     * @throws IllegalArgumentException where they are more than the peer takes
     */
    public void sendBinary(byte[] bytes, long nowNanos) {
        owner.send(this, false, bytes, nowNanos);
    }

    /** Closes it once what is queued is sent; closing again does nothing. */
    public void close(long nowNanos) {
        owner.close(this, nowNanos);
    }

    void to(DataChannelState next) {
        state = next;
    }

    void assignId(int newId) {
        id = OptionalInt.of(newId);
    }

    @Override
    public String toString() {
        return "DataChannel[" + (id.isPresent() ? id.getAsInt() : "no id") + ", " + parameters.label() + ", " + state
                + "]";
    }
}
