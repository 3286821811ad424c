package dev.plumb.transport.sctp;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream's ordered messages: those that came too early wait for those before them. */
final class IncomingStream {
    private final TreeMap<Long, IncomingMessage> early = new TreeMap<>();
    private long nextSsn;

    /** Takes a message in, delivers what is in order; true where the message is held or was delivered, false for an old one. */
    boolean add(IncomingMessage message, Consumer<IncomingMessage> deliver) {
        long ssn = Serial.unwrap16(nextSsn, message.ssn());
        if (ssn < nextSsn || early.containsKey(ssn)) {
            return false;
        }
        if (ssn > nextSsn) {
            early.put(ssn, message);
            return true;
        }
        nextSsn++;
        deliver.accept(message);
        deliverInOrder(deliver);
        return true;
    }

    /** Waits no longer for messages up to {@code wireSsn}. */
    void skipThrough(int wireSsn, Consumer<IncomingMessage> deliver) {
        long last = Serial.unwrap16(nextSsn, wireSsn);
        while (!early.isEmpty() && early.firstKey() <= last) {
            deliver.accept(early.pollFirstEntry().getValue());
        }
        nextSsn = Math.max(nextSsn, last + 1);
        deliverInOrder(deliver);
    }

    /** Begins anew; what was held goes to {@code discard}. */
    void reset(Consumer<IncomingMessage> discard) {
        early.values().forEach(discard);
        early.clear();
        nextSsn = 0;
    }

    private void deliverInOrder(Consumer<IncomingMessage> deliver) {
        for (IncomingMessage next = poll(); next != null; next = poll()) {
            nextSsn++;
            deliver.accept(next);
        }
    }

    private @Nullable IncomingMessage poll() {
        return early.isEmpty() ? null : early.remove(nextSsn);
    }
}
