package dev.plumb.sctp.datachannel;

import java.util.BitSet;
import java.util.List;

/**
 * Streams on which the peer opened a channel that it must not open: they are nobody's until each side has reset its
 * own, so that no channel of ours begins in the middle.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8832#section-6 RFC 8832 6, Procedures
 */
final class RefusedStreams {
    private final BitSet outgoing = new BitSet();
    private final BitSet incoming = new BitSet();

    /** Refuses a stream. */
    void refuse(int id) {
        outgoing.set(id);
        incoming.set(id);
    }

    /** Returns the refused streams whose incoming side the peer has not reset yet. */
    List<Integer> incoming() {
        return incoming.stream().boxed().toList();
    }

    /** Handles a reset of our stream, and returns true if it was refused and may now be used. */
    boolean outgoingReset(int id) {
        boolean was = outgoing.get(id);
        outgoing.clear(id);
        return was && !incoming.get(id);
    }

    /** Handles a reset of the peer's stream, and returns true if it was refused and may now be used. */
    boolean incomingReset(int id) {
        boolean was = incoming.get(id);
        incoming.clear(id);
        return was && !outgoing.get(id);
    }

    /** Clears all refusals, since the streams begin anew without being asked. */
    void clear() {
        outgoing.clear();
        incoming.clear();
    }
}
