package dev.plumb.transport.datachannel;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Which streams are taken, and which one a new channel gets: even ones by the DTLS client, odd ones by the server.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8832#section-6 RFC 8832 6, Procedures
 */
final class StreamIds {
    private static final int ALL = 65535;

    private final BitSet taken = new BitSet();
    private int limit = ALL;

    /** No stream from {@code count} on exists. */
    void limit(int count) {
        limit = Math.min(count, ALL);
    }

    int limit() {
        return limit;
    }

    boolean isTaken(int id) {
        return taken.get(id);
    }

    void take(int id) {
        taken.set(id);
    }

    void giveBack(int id) {
        taken.clear(id);
    }

    /** Takes the lowest free id of a side; empty where all are taken. */
    OptionalInt takeLowest(boolean client) {
        for (int id = client ? 0 : 1; id < limit; id += 2) {
            if (!taken.get(id)) {
                taken.set(id);
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether an id is one that the side chooses from. */
    static boolean isOf(int id, boolean client) {
        return (id % 2 == 0) == client;
    }
}
