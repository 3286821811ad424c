package dev.plumb.ice.agent;

import dev.plumb.base.engine.Engine;
import dev.plumb.ice.stun.TransactionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for an answer, and when each is to be sent again.
 *
 * @param <T> the type of the purpose of a request
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-6.2.1 RFC 8489 6.2.1, Sending over UDP or DTLS-over-UDP
 */
final class StunTransactions<T> {
    private static final int LAST_WAIT_FACTOR = 16;

    private final Map<TransactionId, Transaction<T>> byId = new HashMap<>();
    private final int requestsAtMost;

    StunTransactions(int requestsAtMost) {
        this.requestsAtMost = requestsAtMost;
    }

    /** One request. */
    static final class Transaction<T> {
        final TransactionId id;
        final T about;
        final byte[] request;
        final long firstSentNanos;
        private final long initialRtoNanos;
        private long rtoNanos;
        private int timesSent = 1;
        private int transmissions = 1;
        private long deadlineNanos;

        Transaction(TransactionId id, T about, byte[] request, long nowNanos, long rtoNanos) {
            this.id = id;
            this.about = about;
            this.request = request;
            this.firstSentNanos = nowNanos;
            this.initialRtoNanos = rtoNanos;
            this.rtoNanos = rtoNanos;
            this.deadlineNanos = nowNanos + rtoNanos;
        }

        /** Returns whether it was sent once only, so that its answer measures the round trip (Karn). */
        boolean measuresRtt() {
            return transmissions == 1;
        }
    }

    /** The transactions that are due at a time. */
    record Due<T>(List<Transaction<T>> again, List<Transaction<T>> timedOut) {}

    void add(Transaction<T> transaction) {
        byId.put(transaction.id, transaction);
    }

    @Nullable
    Transaction<T> find(TransactionId id) {
        return byId.get(id);
    }

    void remove(Transaction<T> transaction) {
        byId.remove(transaction.id);
    }

    List<Transaction<T>> all() {
        return List.copyOf(byId.values());
    }

    void clear() {
        byId.clear();
    }

    /** Stops the retransmissions, but waits for a response to the requests sent. */
    void stopResending(Transaction<T> transaction) {
        if (transaction.timesSent < requestsAtMost) {
            transaction.timesSent = requestsAtMost;
            transaction.deadlineNanos = transaction.firstSentNanos + LAST_WAIT_FACTOR * transaction.initialRtoNanos;
        }
    }

    /** Stops the retransmissions of a request, but waits for its answer until the deadline. */
    void awaitUntil(Transaction<T> transaction, long deadlineNanos) {
        transaction.timesSent = requestsAtMost;
        transaction.deadlineNanos = deadlineNanos;
    }

    long nextNanos() {
        long next = Engine.NEVER;
        for (Transaction<T> t : byId.values()) {
            next = Math.min(next, t.deadlineNanos);
        }
        return next;
    }

    /** Returns those to send again, their timers moved on, and those given up, which are removed. */
    Due<T> due(long nowNanos) {
        List<Transaction<T>> again = new ArrayList<>();
        List<Transaction<T>> timedOut = new ArrayList<>();
        for (Transaction<T> t : byId.values()) {
            if (t.deadlineNanos > nowNanos) {
                continue;
            }
            if (t.timesSent >= requestsAtMost) {
                timedOut.add(t);
                continue;
            }
            t.timesSent++;
            t.transmissions++;
            t.rtoNanos *= 2;
            long wait = t.timesSent == requestsAtMost ? LAST_WAIT_FACTOR * t.initialRtoNanos : t.rtoNanos;
            t.deadlineNanos = nowNanos + wait;
            again.add(t);
        }
        timedOut.forEach(this::remove);
        return new Due<>(again, timedOut);
    }
}
