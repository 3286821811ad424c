package dev.plumb.sctp;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.UserData;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent: a queue for each stream. A scheduler chooses the stream, for each fragment where
 * messages interleave, else for each message.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 */
final class SendQueue {
    private static final int ONE_PACKET_BYTES = 1024;
    private static final Predicate<OutgoingStream> MAY_OVERTAKE = SendQueue::mayOvertake;

    private final SctpContext context;
    private final Map<Integer, OutgoingStream> streams = new HashMap<>();
    private final StreamScheduler scheduler;
    /** The stream whose message has begun and must be finished, where messages do not interleave. */
    private @Nullable OutgoingStream serving;

    private final Predicate<OutgoingStream> mayGo = this::mayGo;
    /** Streams that are to begin anew and that have just sent the last that waited. */
    private final ArrayDeque<OutgoingStream> emptied = new ArrayDeque<>(2);

    /** Streams of which less is buffered than when they were last asked for, each once. */
    private final ArrayDeque<OutgoingStream> lessened = new ArrayDeque<>(2);

    private boolean interleaving;
    /** Whole lengths of the messages that have begun and not ended. */
    private long begunBytes;

    private long begunBytesAtMost;
    private long bufferedBytes;
    private long messagesAdded;

    SendQueue(SctpContext context) {
        this.context = context;
        this.scheduler = new StreamScheduler(context.config.scheduling());
    }

    /**
     * Sets whether messages interleave, before any is sent.
     *
     * @param peerWindowBytes the most bytes that the peer holds
     */
    void interleaving(boolean agreed, long peerWindowBytes) {
        interleaving = agreed;
        begunBytesAtMost = peerWindowBytes / 2;
    }

    /**
     * Returns whether a stream's first message may be sent. Messages that have begun must not fill the peer's window
     * together, or none of them could ever be finished. One packet's worth begins and ends at once.
     */
    private boolean mayGo(OutgoingStream stream) {
        OutgoingMessage message = stream.messages.getFirst();
        return !interleaving
                || begunBytes == 0
                || begunBytes + message.payload.length <= begunBytesAtMost
                || mayOvertake(stream);
    }

    private static boolean mayOvertake(OutgoingStream stream) {
        OutgoingMessage message = stream.messages.getFirst();
        return message.isStarted() || message.payload.length <= ONE_PACKET_BYTES;
    }

    /** Returns whether messages interleave. */
    boolean isInterleaving() {
        return interleaving;
    }

    /** Returns the length of the chunk's header in front of a fragment. */
    int headerBytes() {
        return interleaving ? IDataChunk.DATA_HEADER_BYTES : DataChunk.DATA_HEADER_BYTES;
    }

    /** Returns a stream, which is created if it is new. */
    OutgoingStream stream(int id) {
        return streams.computeIfAbsent(id, OutgoingStream::new);
    }

    /** Returns a stream, or null if it was never used. */
    @Nullable
    OutgoingStream find(int id) {
        return streams.get(id);
    }

    /** Returns the number of unsent bytes of all streams. */
    long bufferedBytes() {
        return bufferedBytes;
    }

    boolean isEmpty() {
        return scheduler.isEmpty();
    }

    void add(int streamId, long ppid, byte[] payload, SendOptions options, long nowNanos) {
        OutgoingStream stream = stream(streamId);
        OutgoingMessage message = new OutgoingMessage(stream, messagesAdded++, ppid, payload, options, nowNanos);
        stream.messages.addLast(message);
        if (stream.messages.size() == 1) {
            scheduler.add(stream);
        }
        stream.waitingBytes += payload.length;
        stream.bufferedBytes += message.counted ? payload.length : 0;
        bufferedBytes += payload.length;
    }

    /**
     * Returns the message whose next fragment is to be sent, or null if there is none. Messages that expired before
     * they began are dropped.
     */
    @Nullable
    OutgoingMessage current(long nowNanos) {
        while (true) {
            OutgoingStream stream = serving == null ? scheduler.next(mayGo, MAY_OVERTAKE) : serving;
            if (stream == null) {
                return null;
            }
            OutgoingMessage message = stream.messages.getFirst();
            if (message.isStarted() || !message.isExpired(nowNanos)) {
                return message;
            }
            context.counters.messagesAbandoned++;
            discardRest(message);
        }
    }

    /** Cuts the next fragment off {@link #current}. */
    UserData take(OutgoingMessage message, int bytes, long tsn) {
        OutgoingStream stream = message.stream;
        boolean begin = !message.isStarted();
        if (begin) {
            message.firstTsn = tsn;
            begunBytes += message.payload.length;
            message.number =
                    interleaving ? stream.takeMessageId(message.ordered) : stream.takeSequenceNumber(message.ordered);
        }
        UserData fragment = fragment(message, bytes, tsn);
        message.takenBytes += bytes;
        message.takenFragments++;
        message.lastTsn = tsn;
        stream.used = true;
        stream.lastTsn = tsn;
        boolean end = message.isWhollyTaken();
        if (end) {
            stream.messages.removeFirst();
            begunBytes -= message.payload.length;
            context.counters.messagesSent++;
        }
        serving = interleaving || end ? null : stream;
        if (interleaving || end) {
            served(stream, interleaving ? bytes : message.payload.length);
        }
        unbuffer(stream, bytes, message.counted);
        return fragment;
    }

    /** Returns the next {@code bytes} of a message as a chunk, or, if there are none, a chunk that ends the message. */
    UserData fragment(OutgoingMessage message, int bytes, long tsn) {
        boolean end = bytes == message.remainingBytes() || bytes == 0;
        boolean immediate = context.state instanceof SctpState.ShutdownPending;
        if (interleaving) {
            return new IDataChunk(
                    Serial.wire32(tsn),
                    message.stream.id,
                    message.number,
                    message.isStarted() ? 0 : message.ppid,
                    message.takenFragments,
                    immediate,
                    !message.ordered,
                    !message.isStarted(),
                    end,
                    message.payload,
                    message.takenBytes,
                    bytes);
        }
        return new DataChunk(
                Serial.wire32(tsn),
                message.stream.id,
                (int) message.number,
                message.ppid,
                immediate,
                !message.ordered,
                !message.isStarted(),
                end,
                message.payload,
                message.takenBytes,
                bytes);
    }

    /** Drops what is left of a stream's first message. */
    void discardRest(OutgoingMessage message) {
        OutgoingStream stream = message.stream;
        stream.messages.removeFirst();
        begunBytes -= message.isStarted() ? message.payload.length : 0;
        if (serving == stream) {
            serving = null;
        }
        served(stream, 0);
        unbuffer(stream, message.remainingBytes(), message.counted);
    }

    private void served(OutgoingStream stream, int bytes) {
        boolean hasMore = !stream.messages.isEmpty();
        scheduler.served(stream, bytes, hasMore);
        if (!hasMore && stream.resetting) {
            emptied.add(stream);
        }
    }

    /**
     * Returns the next of the streams to reset of which nothing waits any more, or null if there is none. Each is
     * returned once.
     */
    @Nullable
    OutgoingStream pollEmptied() {
        return emptied.poll();
    }

    /** Drops messages whose time is over, wherever they wait. */
    void dropExpired(long nowNanos) {
        for (OutgoingStream stream : streams.values()) {
            boolean dropped = false;
            Iterator<OutgoingMessage> all = stream.messages.iterator();
            while (all.hasNext()) {
                OutgoingMessage message = all.next();
                if (!message.isStarted() && message.isExpired(nowNanos)) {
                    all.remove();
                    context.counters.messagesAbandoned++;
                    unbuffer(stream, message.remainingBytes(), message.counted);
                    dropped = true;
                }
            }
            if (dropped) {
                served(stream, 0);
            }
        }
    }

    /** Drops all that waits, and what was known of the streams but their thresholds and priorities. */
    void clear() {
        for (OutgoingStream stream : streams.values()) {
            stream.messages.clear();
            stream.waitingBytes = 0;
            stream.bufferedBytes = 0;
            lessens(stream);
            stream.reset();
        }
        scheduler.clear();
        emptied.clear();
        serving = null;
        begunBytes = 0;
        bufferedBytes = 0;
    }

    /** Drops what waits on streams that the peer does not take. */
    void limitStreams(int count) {
        for (OutgoingStream stream : streams.values()) {
            if (stream.id >= count && !stream.messages.isEmpty()) { // nothing of them has begun yet
                stream.messages.clear();
                scheduler.remove(stream);
                unbuffer(stream, stream.waitingBytes - stream.bufferedBytes, false);
                unbuffer(stream, stream.bufferedBytes, true);
            }
        }
    }

    private void lessens(OutgoingStream stream) {
        if (!stream.isLessened) {
            stream.isLessened = true;
            lessened.add(stream);
        }
    }

    /** Returns the id of the next stream of which less is buffered than when it was last returned, or -1 for none. */
    int pollLessened() {
        OutgoingStream stream = lessened.poll();
        if (stream == null) {
            return -1;
        }
        stream.isLessened = false;
        return stream.id;
    }

    private void unbuffer(OutgoingStream stream, long bytes, boolean counted) {
        stream.waitingBytes -= bytes;
        bufferedBytes -= bytes;
        if (counted) {
            boolean wasAbove = stream.bufferedBytes > stream.lowThresholdBytes;
            stream.bufferedBytes -= bytes;
            lessens(stream);
            if (wasAbove && stream.bufferedBytes <= stream.lowThresholdBytes) {
                context.emit(new SctpEvent.BufferedAmountLow(stream.id));
            }
        }
    }
}
