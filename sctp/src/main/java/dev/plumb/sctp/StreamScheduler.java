package dev.plumb.sctp;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of the streams with data to send: the one with the smallest key is next. The key determines the
 * schedule: the age of the first message, the stream's place in the round, its priority and then its place, or the
 * bytes sent by weight.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8260#section-3 RFC 8260 3, Stream Schedulers
 */
final class StreamScheduler {
    private static final int TURN_BITS = 48;
    /** The cost of a byte for a stream of weight 1. Every weight divides it. */
    private static final long COST = 1024;

    /** Streams looked at where the first must not begin its message. */
    private static final int LOOKED_AT = 16;

    private static final Comparator<OutgoingStream> ORDER =
            Comparator.<OutgoingStream>comparingLong(s -> s.schedulerKey).thenComparingInt(s -> s.id);

    private final StreamScheduling kind;
    private final TreeSet<OutgoingStream> ready = new TreeSet<>(ORDER);
    /** The streams whose first message has begun. */
    private final TreeSet<OutgoingStream> begun = new TreeSet<>(ORDER);

    private long turns;
    /** The virtual time of the stream that was served last. */
    private long virtualTime;

    StreamScheduler(StreamScheduling kind) {
        this.kind = kind;
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /**
     * Returns the next stream, or null if none has a message.
     *
     * @param mayGo whether a stream's first message may go now; one that has begun always may
     * @param mayOvertake whether it may even where another's must wait: one that has begun, or ends as soon as it
     *     begins
     */
    @Nullable
    OutgoingStream next(Predicate<OutgoingStream> mayGo, Predicate<OutgoingStream> mayOvertake) {
        if (ready.isEmpty()) {
            return null;
        }
        OutgoingStream first = ready.first();
        if (mayGo.test(first)) {
            return first;
        }
        // none that keeps room begins before it, or that message might wait for ever
        int looked = 0;
        for (OutgoingStream stream : ready) {
            if (mayOvertake.test(stream)) {
                return stream;
            }
            if (++looked == LOOKED_AT) {
                break;
            }
        }
        return begun.isEmpty() ? first : begun.first();
    }

    /** Adds a stream that has its first message. */
    void add(OutgoingStream stream) {
        stream.schedulerKey = switch (kind) {
            case FIRST_COME_FIRST_SERVED -> stream.messages.getFirst().order;
            case ROUND_ROBIN -> turns++;
            case PRIORITY -> turnWithin(stream);
            // who was idle gets no credit for it
            case WEIGHTED_FAIR -> Math.max(stream.schedulerKey, virtualTime);
        };
        ready.add(stream);
    }

    /** Removes a stream that has no message left, though it was not served. */
    void remove(OutgoingStream stream) {
        ready.remove(stream);
        begun.remove(stream);
    }

    /** Removes all streams. */
    void clear() {
        ready.clear();
        begun.clear();
    }

    /**
     * Records that a stream was served.
     *
     * @param hasMore whether it has more to send
     */
    void served(OutgoingStream stream, int bytes, boolean hasMore) {
        boolean staysAlone = hasMore && ready.size() == 1;
        if (!staysAlone) {
            ready.remove(stream);
        }
        begun.remove(stream);
        if (kind == StreamScheduling.WEIGHTED_FAIR) {
            virtualTime = Math.max(virtualTime, stream.schedulerKey);
            stream.schedulerKey += bytes * COST / stream.priority.weight();
        } else if (hasMore) {
            stream.schedulerKey = switch (kind) {
                case FIRST_COME_FIRST_SERVED -> stream.messages.getFirst().order;
                case PRIORITY -> turnWithin(stream);
                default -> turns++;
            };
        }
        if (hasMore && !staysAlone) {
            ready.add(stream);
        }
        if (hasMore && stream.messages.getFirst().isStarted()) {
            begun.add(stream);
        }
    }

    private long turnWithin(OutgoingStream stream) {
        return ((long) -stream.priority.weight() << TURN_BITS) + turns++;
    }
}
