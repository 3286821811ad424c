package dev.plumb.objects;

import dev.plumb.sctp.SctpAssociation;

/**
 * Gives the receive window back: what messages fill at once, unless a channel holds it until its application has consumed them. On the
 * loop.
 */
final class ReceiveHold {
    private final SctpAssociation engine;
    /** Bytes of the message being delivered that no channel holds. */
    private long free;
    /** Bytes to be given back. */
    private long owed;
    /** What was held of an association before it restarted holds nothing any more. */
    private int association;

    ReceiveHold(SctpAssociation engine) {
        this.engine = engine;
    }

    /** A message was delivered by the engine, and goes to its channel now. */
    void arrived(int bytes) {
        free = bytes;
    }

    /** The message has gone where it belongs. */
    void passedOn() {
        owed += free;
        free = 0;
    }

    /** The peer lost its state. */
    void restarted() {
        association++;
        owed = 0;
    }

    /** Gives back what is owed. */
    void settle(long nowNanos) {
        if (owed > 0) {
            long bytes = owed;
            owed = 0;
            engine.consumed(bytes, nowNanos);
        }
    }

    /** What one channel holds. */
    final class Share {
        private long held;
        private int heldOf = association;

        /** Holds so much of the message being delivered, where it is that long: it may have been kept early, and given back then. */
        void hold(long bytes) {
            current();
            long now = Math.min(bytes, free);
            free -= now;
            held += now;
        }

        /** Holds no more than this from now on. */
        void keep(long bytes) {
            current();
            if (held > bytes) {
                owed += held - bytes;
                held = bytes;
            }
        }

        private void current() {
            if (heldOf != association) {
                heldOf = association;
                held = 0;
            }
        }
    }
}
