package dev.plumb.sctp.rx;

import dev.plumb.sctp.common.Serial;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream's ordered messages: those that came too early wait for those before them. */
public final class IncomingStream {
    private final boolean interleaved;
    private final TreeMap<Long, IncomingMessage> early = new TreeMap<>();
    private long nextNumber;

    /** Creates a stream whose messages are numbered with 32 bits if they are interleaved, else with 16. */
    public IncomingStream(boolean interleaved) {
        this.interleaved = interleaved;
    }

    private long unwrap(long wire) {
        return interleaved ? Serial.unwrap32(nextNumber, wire) : Serial.unwrap16(nextNumber, (int) wire);
    }

    /**
     * Adds a message, and delivers those that are in order. Returns true if the message is held or was delivered, false
     * for an old one.
     */
    public boolean add(IncomingMessage message, Consumer<IncomingMessage> deliver) {
        long number = unwrap(message.number());
        if (number < nextNumber || early.containsKey(number)) {
            return false;
        }
        if (number > nextNumber) {
            early.put(number, message);
            return true;
        }
        nextNumber++;
        deliver.accept(message);
        deliverInOrder(deliver);
        return true;
    }

    /** Waits no longer for messages up to {@code wireNumber}. */
    public void skipThrough(long wireNumber, Consumer<IncomingMessage> deliver) {
        long last = unwrap(wireNumber);
        while (!early.isEmpty() && early.firstKey() <= last) {
            deliver.accept(early.pollFirstEntry().getValue());
        }
        nextNumber = Math.max(nextNumber, last + 1);
        deliverInOrder(deliver);
    }

    /** Begins anew; what was held goes to {@code discard}. */
    public void reset(Consumer<IncomingMessage> discard) {
        early.values().forEach(discard);
        early.clear();
        nextNumber = 0;
    }

    private void deliverInOrder(Consumer<IncomingMessage> deliver) {
        for (IncomingMessage next = poll(); next != null; next = poll()) {
            nextNumber++;
            deliver.accept(next);
        }
    }

    private @Nullable IncomingMessage poll() {
        return early.isEmpty() ? null : early.remove(nextNumber);
    }
}
