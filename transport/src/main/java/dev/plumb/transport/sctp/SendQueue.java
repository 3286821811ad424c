package dev.plumb.transport.sctp;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent: a queue for each stream, served in turn, one whole message at a time.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 */
final class SendQueue {
    private final SctpContext context;
    private final Map<Integer, OutgoingStream> streams = new HashMap<>();
    /** Streams with messages; the head is the one being served. */
    private final ArrayDeque<OutgoingStream> ready = new ArrayDeque<>();

    private long bufferedBytes;

    SendQueue(SctpContext context) {
        this.context = context;
    }

    /** A stream, made where it is new. */
    OutgoingStream stream(int id) {
        return streams.computeIfAbsent(id, OutgoingStream::new);
    }

    /** A stream; null where it was never used. */
    @Nullable
    OutgoingStream find(int id) {
        return streams.get(id);
    }

    /** Bytes not yet sent, of all streams. */
    long bufferedBytes() {
        return bufferedBytes;
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    void add(OutgoingMessage message) {
        OutgoingStream stream = message.stream;
        if (stream.messages.isEmpty()) {
            ready.addLast(stream);
        }
        stream.messages.addLast(message);
        stream.bufferedBytes += message.payload.length;
        bufferedBytes += message.payload.length;
    }

    /** The message whose next fragment is to go; null where there is none. Messages expired before they began are dropped. */
    @Nullable
    OutgoingMessage current(long nowNanos) {
        while (!ready.isEmpty()) {
            OutgoingMessage message = ready.getFirst().messages.getFirst();
            if (message.isStarted() || !message.isExpired(nowNanos)) {
                return message;
            }
            context.counters.messagesAbandoned++;
            discardRest(message);
        }
        return null;
    }

    /** Cuts the next fragment off {@link #current}. */
    DataChunk take(OutgoingMessage message, int bytes, long tsn) {
        OutgoingStream stream = message.stream;
        boolean begin = !message.isStarted();
        if (begin) {
            message.firstTsn = tsn;
            message.ssn = stream.nextSsn;
            if (message.ordered) {
                stream.nextSsn = (stream.nextSsn + 1) & 0xffff;
            }
        }
        int offset = message.takenBytes;
        message.takenBytes += bytes;
        message.lastTsn = tsn;
        stream.used = true;
        stream.lastTsn = tsn;
        boolean end = message.isWhollyTaken();
        DataChunk chunk = new DataChunk(
                Serial.wire32(tsn),
                stream.id,
                message.ordered ? message.ssn : 0,
                message.ppid,
                context.state instanceof SctpState.ShutdownPending,
                !message.ordered,
                begin,
                end,
                message.payload,
                offset,
                bytes);
        if (end) {
            removeHead(stream);
            context.counters.messagesSent++;
        }
        unbuffer(stream, bytes);
        return chunk;
    }

    /** Drops what is left of {@link #current}. */
    void discardRest(OutgoingMessage message) {
        removeHead(message.stream);
        unbuffer(message.stream, message.remainingBytes());
    }

    /** Drops messages whose time is over, wherever they wait. */
    void dropExpired(long nowNanos) {
        for (OutgoingStream stream : streams.values()) {
            Iterator<OutgoingMessage> all = stream.messages.iterator();
            while (all.hasNext()) {
                OutgoingMessage message = all.next();
                if (!message.isStarted() && message.isExpired(nowNanos)) {
                    all.remove();
                    context.counters.messagesAbandoned++;
                    unbuffer(stream, message.remainingBytes());
                }
            }
        }
        ready.removeIf(stream -> stream.messages.isEmpty());
    }

    /** Drops all that waits, and what was known of the streams but their thresholds. */
    void clear() {
        for (OutgoingStream stream : streams.values()) {
            stream.messages.clear();
            stream.bufferedBytes = 0;
            stream.reset();
        }
        ready.clear();
        bufferedBytes = 0;
    }

    /** Drops what waits on streams that the peer does not take. */
    void limitStreams(int count) {
        for (OutgoingStream stream : streams.values()) {
            if (stream.id >= count) {
                stream.messages.clear();
                unbuffer(stream, stream.bufferedBytes);
            }
        }
        ready.removeIf(stream -> stream.messages.isEmpty());
    }

    /** The served stream goes behind the others once a message of it is done. */
    private void removeHead(OutgoingStream stream) {
        stream.messages.removeFirst();
        ready.remove(stream);
        if (!stream.messages.isEmpty()) {
            ready.addLast(stream);
        }
    }

    private void unbuffer(OutgoingStream stream, long bytes) {
        boolean wasAbove = stream.bufferedBytes > stream.lowThresholdBytes;
        stream.bufferedBytes -= bytes;
        bufferedBytes -= bytes;
        if (wasAbove && stream.bufferedBytes <= stream.lowThresholdBytes) {
            context.emit(new SctpEvent.BufferedAmountLow(stream.id));
        }
    }
}
