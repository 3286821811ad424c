package dev.plumb.objects;

import dev.plumb.sctp.SctpAssociation;

/**
 * The owner of received bytes until the receive window is given back: at once, unless a channel holds them until its
 * application has consumed them. It is used on the loop.
 */
final class ReceiveHold {
    private final SctpAssociation engine;
    /** Bytes of the message being delivered that no channel holds. */
    private long free;
    /** Bytes to be given back. */
    private long owed;
    /** The number of the association. Messages held of an earlier one, before a restart, no longer count. */
    private int association;

    ReceiveHold(SctpAssociation engine) {
        this.engine = engine;
    }

    /** Records the length of a message that the engine delivered and that is passed to its channel now. */
    void arrived(int bytes) {
        free = bytes;
    }

    /** Gives back the window of the message once it was passed on. */
    void passedOn() {
        owed += free;
        free = 0;
    }

    /** Starts over after the peer lost its state. */
    void restarted() {
        association++;
        owed = 0;
    }

    /** Gives back the window that is owed. */
    void settle(long nowNanos) {
        if (owed > 0) {
            long bytes = owed;
            owed = 0;
            engine.consumed(bytes, nowNanos);
        }
    }

    /** The share of the receive window that one channel holds. */
    final class Share {
        private long held;
        private int heldOf = association;

        /**
         * Holds this many bytes of the message being delivered, but not more than its length: a message that was kept
         * early was given back then.
         */
        void hold(long bytes) {
            current();
            long now = Math.min(bytes, free);
            free -= now;
            held += now;
        }

        /** Limits the held bytes to this number from now on. */
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
