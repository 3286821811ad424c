package dev.plumb.sctp.datachannel;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The streams in use, and the choice of one for a new channel: even ones by the DTLS client, odd ones by the server.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8832#section-6 RFC 8832 6, Procedures
 */
final class StreamIds {
    private static final int ALL = 65535;

    private final BitSet taken = new BitSet();
    private int limit = ALL;

    /** Limits the streams to those below {@code count}. */
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

    void giveBackAll() {
        taken.clear();
    }

    /** Returns whether a side has an id left. */
    boolean hasFree(boolean client) {
        return lowestFree(client) < limit;
    }

    /** Reserves and returns the lowest free id of a side, or returns empty if all are taken. */
    OptionalInt takeLowest(boolean client) {
        int id = lowestFree(client);
        if (id >= limit) {
            return OptionalInt.empty();
        }
        taken.set(id);
        return OptionalInt.of(id);
    }

    private int lowestFree(boolean client) {
        int id = client ? 0 : 1;
        while (id < limit && taken.get(id)) {
            id += 2;
        }
        return id;
    }

    /** Returns whether an id is one that the side chooses from. */
    static boolean isOf(int id, boolean client) {
        return (id % 2 == 0) == client;
    }
}
