package dev.plumb.js;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a script and its workers hold together, of that which is limited.
 *
 * @param ports UDP ports that are open
 * @param bufferBytes bytes of buffers
 * @param fetchBytes bytes of answers that are under way
 */
record Holdings(AtomicInteger ports, AtomicLong bufferBytes, AtomicLong fetchBytes) {
    Holdings() {
        this(new AtomicInteger(), new AtomicLong(), new AtomicLong());
    }

    /** Takes some bytes of so many at the most; whether they could be had. */
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
