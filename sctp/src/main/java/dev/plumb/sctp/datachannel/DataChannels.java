package dev.plumb.sctp.datachannel;

import dev.plumb.sctp.SctpAssociation;
import dev.plumb.sctp.SctpEvent;
import dev.plumb.sctp.SctpState;
import dev.plumb.sctp.SendOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data channels on one association. Its owner hands it each of the association's events ({@link #handle}), then
 * takes {@link #pollEvent()} until null. Single-threaded, like the association.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8831 RFC 8831, WebRTC Data Channels
 * @spec https://www.rfc-editor.org/rfc/rfc8832 RFC 8832, WebRTC Data Channel Establishment Protocol
 */
public final class DataChannels {
    private static final byte[] EMPTY = {0};
    private static final int STREAMS_ADDED_AT_LEAST = 64;
    private static final int STREAMS_AT_MOST = 65_535;

    private final SctpAssociation association;
    private final StreamIds ids = new StreamIds();
    private final Map<Integer, DataChannel> byId = new LinkedHashMap<>();

    /**
     * The channels with an id whose incoming stream the peer has not reset. A reset of all streams visits only these,
     * so its cost is bounded by the number of channels it ends.
     */
    private final Set<DataChannel> notReset = new LinkedHashSet<>();

    private final Set<DataChannel> withoutId = new LinkedHashSet<>();
    private final RefusedStreams refused = new RefusedStreams();
    private final EarlyMessages early = new EarlyMessages();
    private final ArrayDeque<DataChannelEvent> events = new ArrayDeque<>();
    private Optional<Boolean> dtlsClient = Optional.empty();
    private boolean connected;
    private boolean over;
    private boolean addingStreams;
    private long dropped;

    /** Creates the set without channels, on an association that need not be connected. */
    public DataChannels(SctpAssociation association) {
        this.association = association;
    }

    SctpAssociation association() {
        return association;
    }

    /** Returns the channels that are not closed. */
    public Collection<DataChannel> channels() {
        List<DataChannel> all = new ArrayList<>(byId.values());
        all.addAll(withoutId);
        return Collections.unmodifiableList(all);
    }

    /** Returns the number of dropped messages: malformed, of unknown kind, or too early and too many. */
    public long dropped() {
        return dropped;
    }

    /** Returns the next event, or null if there is none. */
    public @Nullable DataChannelEvent pollEvent() {
        return events.poll();
    }

    // ---- from above -------------------------------------------------------------------------------------------------

    /** Sets the DTLS role of this side, by which channels without an id get one. Another call changes nothing. */
    public void dtlsRole(boolean client, long nowNanos) {
        if (dtlsClient.isPresent()) {
            return;
        }
        dtlsClient = Optional.of(client);
        for (DataChannel channel : List.copyOf(byId.values())) {
            if (!channel.parameters().negotiated() && !StreamIds.isOf(idOf(channel), client)) {
                fail(channel, "id " + idOf(channel) + " is the other side's to choose");
            }
        }
        for (DataChannel channel : List.copyOf(withoutId)) {
            assignId(channel, client, nowNanos);
        }
        announceAll(nowNanos);
    }

    /**
     * Opens a channel.
     *
     * @throws IllegalStateException where the association is over
     * @throws IllegalArgumentException where the id is taken, does not exist, or is the other side's to choose
     */
    public DataChannel open(DataChannelParameters parameters, long nowNanos) {
        if (over || !association.state().acceptsMessages()) {
            throw new IllegalStateException("the association is over: open channels on a new one");
        }
        parameters.id().ifPresent(id -> requireFree(id, parameters.negotiated()));
        DataChannel channel = new DataChannel(this, parameters);
        if (parameters.id().isPresent()) {
            ids.take(idOf(channel));
            register(channel, nowNanos);
        } else if (dtlsClient.isPresent()) {
            assignId(channel, dtlsClient.get(), nowNanos);
            if (channel.state() == DataChannelState.CONNECTING && channel.id().isPresent()) {
                announce(channel, nowNanos);
            }
        } else {
            withoutId.add(channel);
        }
        return channel;
    }

    private void requireFree(int id, boolean negotiated) {
        if (ids.isTaken(id) || id >= ids.limit()) {
            throw new IllegalArgumentException("id " + id + " is taken, or beyond " + (ids.limit() - 1));
        }
        if (!negotiated && dtlsClient.isPresent() && !StreamIds.isOf(id, dtlsClient.get())) {
            throw new IllegalArgumentException("id " + id + " is the other side's to choose");
        }
    }

    private void register(DataChannel channel, long nowNanos) {
        byId.put(idOf(channel), channel);
        notReset.add(channel);
        association.priority(idOf(channel), channel.parameters().priority());
        announce(channel, nowNanos);
    }

    private void assignId(DataChannel channel, boolean client, long nowNanos) {
        withoutId.remove(channel);
        OptionalInt id = ids.takeLowest(client);
        if (id.isPresent()) {
            channel.assignId(id.getAsInt());
            byId.put(id.getAsInt(), channel);
            notReset.add(channel);
            association.priority(id.getAsInt(), channel.parameters().priority());
        } else if (addsStreams(nowNanos)) {
            withoutId.add(channel);
        } else {
            fail(channel, "no stream is free");
        }
    }

    /** Returns whether more streams are being asked for. */
    private boolean addsStreams(long nowNanos) {
        if (!addingStreams && association.state() instanceof SctpState.Established e) {
            int outgoing = Math.min(STREAMS_ADDED_AT_LEAST, STREAMS_AT_MOST - e.outgoingStreams());
            int incoming = Math.min(STREAMS_ADDED_AT_LEAST, STREAMS_AT_MOST - e.incomingStreams());
            if (outgoing > 0 || incoming > 0) {
                addingStreams = true;
                association.addStreams(outgoing, incoming, nowNanos);
            }
        }
        return addingStreams;
    }

    private void onStreamsNotAdded(String reason) {
        addingStreams = false;
        if (dtlsClient.isPresent()) {
            List.copyOf(withoutId).forEach(channel -> fail(channel, "no stream is free: " + reason));
        }
    }

    private void announceAll(long nowNanos) {
        for (DataChannel channel : List.copyOf(byId.values())) {
            announce(channel, nowNanos);
        }
    }

    /**
     * Announces a channel once the association is established and the role is known: sends OPEN, or opens a negotiated
     * channel.
     */
    private void announce(DataChannel channel, long nowNanos) {
        boolean negotiated = channel.parameters().negotiated();
        if (!connected
                || (!negotiated && dtlsClient.isEmpty())
                || channel.unanswered
                || channel.state() != DataChannelState.CONNECTING) {
            return;
        }
        if (negotiated) {
            channel.to(DataChannelState.OPEN);
            events.add(new DataChannelEvent.ChannelOpened(channel));
            replayEarly(channel, nowNanos);
            return;
        }
        channel.unanswered = true;
        byte[] open = DataChannelOpen.of(channel.parameters()).toByteArray();
        sendDcep(channel, open, nowNanos);
    }

    private void sendDcep(DataChannel channel, byte[] message, long nowNanos) {
        try {
            association.send(idOf(channel), Ppid.DCEP, message, SendOptions.RELIABLE.uncounted(), nowNanos);
        } catch (IllegalStateException | IllegalArgumentException refused) {
            fail(channel, "DCEP cannot be sent: " + refused.getMessage());
        }
    }

    void send(DataChannel channel, boolean text, byte[] bytes, long nowNanos) {
        boolean usable = channel.state() == DataChannelState.OPEN
                || (channel.state() == DataChannelState.CONNECTING && channel.unanswered);
        if (!usable) {
            throw new IllegalStateException("channel is " + channel.state() + ": send once it is open");
        }
        long ppid =
                bytes.length == 0 ? (text ? Ppid.STRING_EMPTY : Ppid.BINARY_EMPTY) : (text ? Ppid.STRING : Ppid.BINARY);
        SendOptions options = channel.parameters().sendOptions(channel.unanswered);
        if (bytes.length == 0) {
            if (association.sendBufferFreeBytes() <= 0) {
                throw new IllegalStateException("the send buffer is full: wait until the buffered amount falls");
            }
            association.send(idOf(channel), ppid, EMPTY, options.uncounted(), nowNanos);
        } else {
            association.send(idOf(channel), ppid, bytes, options, nowNanos);
        }
    }

    void close(DataChannel channel, long nowNanos) {
        if (channel.state() == DataChannelState.CLOSING || channel.state() == DataChannelState.CLOSED) {
            return;
        }
        boolean onTheWire = channel.state() == DataChannelState.OPEN || channel.unanswered;
        if (!onTheWire || !association.state().sendsData()) {
            events.add(new DataChannelEvent.ChannelClosing(channel));
            closed(channel);
            return;
        }
        beginClosing(channel, nowNanos);
    }

    private void beginClosing(DataChannel channel, long nowNanos) {
        channel.to(DataChannelState.CLOSING);
        events.add(new DataChannelEvent.ChannelClosing(channel));
        if (association.state().sendsData()) {
            association.resetStreams(List.of(idOf(channel)), nowNanos);
        }
    }

    private void closed(DataChannel channel) {
        channel.to(DataChannelState.CLOSED);
        withoutId.remove(channel);
        if (channel.id().isPresent() && byId.remove(idOf(channel), channel)) {
            notReset.remove(channel);
            ids.giveBack(idOf(channel));
        }
        events.add(new DataChannelEvent.ChannelClosed(channel));
    }

    private void fail(DataChannel channel, String reason) {
        events.add(new DataChannelEvent.ChannelError(channel, reason));
        closed(channel);
    }

    private static int idOf(DataChannel channel) {
        return channel.id().getAsInt();
    }

    /** Returns the next channel of which less is buffered than when it was last returned, or null for none. */
    public @Nullable DataChannel pollLessened() {
        for (int id = association.pollLessened(); id >= 0; id = association.pollLessened()) {
            DataChannel channel = byId.get(id);
            if (channel != null) {
                return channel;
            }
        }
        return null;
    }

    // ---- from below -------------------------------------------------------------------------------------------------

    /** Handles an event of the association. */
    public void handle(SctpEvent event, long nowNanos) {
        switch (event) {
            case SctpEvent.StateChanged e -> onState(e.to(), nowNanos);
            case SctpEvent.Restarted e -> onRestart();
            case SctpEvent.MessageReceived m -> onMessage(m, nowNanos);
            // the layers above ask for this by stream and have seen the event before it arrives here
            case SctpEvent.BufferedAmountLow e -> {}
            case SctpEvent.IncomingStreamsReset e -> onIncomingReset(e.streamIds(), nowNanos);
            case SctpEvent.OutgoingStreamsReset e -> e.streamIds().forEach(id -> onOutgoingReset(id, nowNanos));
            case SctpEvent.StreamsNotAdded e -> onStreamsNotAdded(e.reason());
            case SctpEvent.OutgoingResetFailed e -> e.streamIds().forEach(id -> onResetFailed(id, e.reason()));
        }
    }

    private void onState(SctpState state, long nowNanos) {
        if (state instanceof SctpState.Established e) {
            boolean first = !connected;
            int before = ids.limit();
            connected = true;
            ids.limit(Math.min(e.outgoingStreams(), e.incomingStreams()));
            if (first || ids.limit() < before) { // not each time the peer adds a stream
                for (DataChannel channel : List.copyOf(byId.values())) {
                    if (idOf(channel) >= ids.limit()) {
                        fail(channel, "the peer takes " + ids.limit() + " streams only");
                    }
                }
            }
            if (addingStreams && dtlsClient.isPresent() && ids.hasFree(dtlsClient.get())) {
                addingStreams = false;
                for (DataChannel channel : List.copyOf(withoutId)) {
                    assignId(channel, dtlsClient.get(), nowNanos);
                    if (channel.id().isPresent()) {
                        announce(channel, nowNanos);
                    }
                }
            }
            if (first) {
                announceAll(nowNanos);
            }
        } else if (state instanceof SctpState.Closed c) {
            over = true;
            early.clear();
            if (c.cause() == SctpState.Cause.SHUTDOWN) {
                List.copyOf(channels()).forEach(this::closed);
            } else {
                failAll(c.reason());
            }
        }
    }

    private void onRestart() {
        failAll("the peer restarted the association");
        ids.giveBackAll();
        refused.clear();
    }

    private void failAll(String reason) {
        connected = false;
        early.clear();
        List.copyOf(channels()).forEach(channel -> fail(channel, reason));
    }

    private void onMessage(SctpEvent.MessageReceived message, long nowNanos) {
        DataChannel channel = byId.get(message.streamId());
        if (channel != null && isReady(channel, message.ppid())) {
            deliver(channel, message);
        } else if (message.ppid() == Ppid.DCEP && channel == null) {
            onOpen(message, nowNanos);
        } else if (channel == null || channel.incomingReset || channel.state() == DataChannelState.CONNECTING) {
            keepEarly(message);
        } else {
            dropped++;
        }
    }

    /** Returns whether a message on a channel's stream is the channel's: not the next channel's, and not too early. */
    private static boolean isReady(DataChannel channel, long ppid) {
        if (channel.incomingReset) {
            return false;
        }
        return channel.state() == DataChannelState.OPEN
                || channel.unanswered
                || (channel.state() == DataChannelState.CLOSING && ppid != Ppid.DCEP);
    }

    private void keepEarly(SctpEvent.MessageReceived message) {
        if (!early.add(message)) {
            dropped++;
        }
    }

    private void onOpen(SctpEvent.MessageReceived message, long nowNanos) {
        int id = message.streamId();
        DataChannelOpen open = DataChannelOpen.parse(message.payload());
        if (open == null || !association.state().sendsData()) {
            dropped++;
            return;
        }
        if (id >= ids.limit() || (dtlsClient.isPresent() && StreamIds.isOf(id, dtlsClient.get()))) {
            dropped++;
            if (id < ids.limit()) {
                ids.take(id);
                refused.refuse(id);
                association.resetStreams(List.of(id), nowNanos);
            }
            return;
        }
        DataChannel channel = new DataChannel(this, open.toParameters(id));
        ids.take(id);
        byId.put(id, channel);
        notReset.add(channel);
        association.priority(id, channel.parameters().priority());
        channel.to(DataChannelState.OPEN);
        events.add(new DataChannelEvent.ChannelAnnounced(channel));
        sendDcep(channel, new DataChannelAck().toByteArray(), nowNanos);
        replayEarly(channel, nowNanos);
    }

    private void replayEarly(DataChannel channel, long nowNanos) {
        for (SctpEvent.MessageReceived message : early.take(idOf(channel))) {
            onMessage(message, nowNanos);
        }
    }

    private void deliver(DataChannel channel, SctpEvent.MessageReceived message) {
        boolean isOpening = channel.unanswered && channel.state() == DataChannelState.CONNECTING;
        if (message.ppid() == Ppid.DCEP && DataChannelAck.parse(message.payload()) == null) {
            dropped++; // a second OPEN on a channel
            return;
        }
        channel.unanswered = false;
        if (isOpening) {
            channel.to(DataChannelState.OPEN);
            events.add(new DataChannelEvent.ChannelOpened(channel));
        }
        byte[] bytes = message.payload();
        if (message.ppid() == Ppid.STRING) {
            events.add(new DataChannelEvent.Message(channel, true, bytes));
        } else if (message.ppid() == Ppid.BINARY) {
            events.add(new DataChannelEvent.Message(channel, false, bytes));
        } else if (message.ppid() == Ppid.STRING_EMPTY || message.ppid() == Ppid.BINARY_EMPTY) {
            boolean isText = message.ppid() == Ppid.STRING_EMPTY;
            events.add(new DataChannelEvent.Message(channel, isText, new byte[0]));
        } else if (message.ppid() != Ppid.DCEP) {
            dropped++;
        }
    }

    // ---- closing ----------------------------------------------------------------------------------------------------

    private void onIncomingReset(List<Integer> streamIds, long nowNanos) {
        if (streamIds.isEmpty()) { // an empty list means all streams
            early.clear();
            refused.incoming().forEach(id -> onRefusedReset(id, nowNanos));
            List.copyOf(notReset).forEach(channel -> onIncomingReset(channel, nowNanos));
            return;
        }
        for (int id : streamIds) {
            early.take(id);
            onRefusedReset(id, nowNanos);
            DataChannel channel = byId.get(id);
            if (channel != null && !channel.incomingReset) {
                onIncomingReset(channel, nowNanos);
            }
        }
    }

    private void onRefusedReset(int id, long nowNanos) {
        if (refused.incomingReset(id)) {
            giveBack(id, nowNanos);
        }
    }

    private void onIncomingReset(DataChannel channel, long nowNanos) {
        boolean ofAnEarlierOne = channel.state() == DataChannelState.CONNECTING && !channel.unanswered;
        if (!connected || ofAnEarlierOne) {
            return;
        }
        channel.incomingReset = true;
        notReset.remove(channel);
        if (channel.state() != DataChannelState.CLOSING) {
            beginClosing(channel, nowNanos);
        } else {
            finishClosing(channel, nowNanos);
        }
    }

    private void onOutgoingReset(int id, long nowNanos) {
        if (refused.outgoingReset(id)) {
            giveBack(id, nowNanos);
        }
        DataChannel channel = byId.get(id);
        if (channel != null && channel.state() == DataChannelState.CLOSING) {
            channel.outgoingReset = true;
            finishClosing(channel, nowNanos);
        }
    }

    private void finishClosing(DataChannel channel, long nowNanos) {
        if (!channel.incomingReset || !channel.outgoingReset) {
            return;
        }
        closed(channel);
        serveWaiting(nowNanos);
        for (SctpEvent.MessageReceived next : early.take(idOf(channel))) {
            onMessage(next, nowNanos); // the peer was done first, and used the id again
        }
    }

    private void giveBack(int id, long nowNanos) {
        ids.giveBack(id);
        serveWaiting(nowNanos);
    }

    /** Assigns an id that may have become free to a channel that waits for added streams. */
    private void serveWaiting(long nowNanos) {
        if (!withoutId.isEmpty() && dtlsClient.isPresent() && ids.hasFree(dtlsClient.get())) {
            DataChannel first = withoutId.iterator().next();
            assignId(first, dtlsClient.get(), nowNanos);
            announce(first, nowNanos);
        }
    }

    private void onResetFailed(int id, String reason) {
        DataChannel channel = byId.remove(id); // the id stays taken: the peer's numbering goes on
        if (channel != null) {
            notReset.remove(channel);
            fail(channel, "the stream cannot be reset: " + reason);
        }
    }
}
