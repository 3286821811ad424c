package dev.plumb.js;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The counts of the limited resources that a script and its workers hold together.
 *
 * @param ports the open UDP ports
 * @param bufferBytes the bytes of buffers
 * @param fetchBytes the bytes of the answers to {@code fetch} that are under way
 */
record Holdings(AtomicInteger ports, AtomicLong bufferBytes, AtomicLong fetchBytes) {
    Holdings() {
        this(new AtomicInteger(), new AtomicLong(), new AtomicLong());
    }

    /** Reserves bytes of a limited resource. Returns false, and reserves nothing, where they would exceed the limit. */
    static boolean take(AtomicLong held, long bytes, long most) {
        if (bytes > most || held.addAndGet(bytes) > most) {
            if (bytes <= most) {
                held.addAndGet(-bytes);
            }
            return false;
        }
        return true;
    }
}
