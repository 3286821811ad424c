package dev.plumb.transport.ice;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The pair that datagrams of the floors above go over, once there is one, and what goes over it.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-8.1.1 RFC 8445 8.1.1, Nominating Pairs
 */
final class SelectedPair {
    private final CheckList checkList;
    private final Liveness liveness;
    private final IceCounters counters;
    private final DatagramSink below;
    private @Nullable CandidatePair pair;
    /** The pair in use before the last change, on which datagrams may still arrive. Null if that was long ago. */
    private @Nullable CandidatePair former;

    SelectedPair(CheckList checkList, Liveness liveness, IceCounters counters, DatagramSink below) {
        this.checkList = checkList;
        this.liveness = liveness;
        this.counters = counters;
        this.below = below;
    }

    /** The pair; null before one works. */
    @Nullable
    CandidatePair pair() {
        return pair;
    }

    boolean isThere() {
        return pair != null;
    }

    boolean is(CandidatePair other) {
        return pair == other;
    }

    boolean usesPort(int localPortId) {
        return pair != null && pair.local.localPortId() == localPortId;
    }

    /** Returns whether datagrams may arrive on this path: it is that of the pair in use, or of the former one. */
    boolean isOver(Path path) {
        return (pair != null && pair.path.equals(path)) || (former != null && former.path.equals(path));
    }

    /** Returns whether the pair in use, or the former one, leads to this address. */
    boolean goesTo(InetSocketAddress remoteAddress) {
        return (pair != null && pair.remote().address().equals(remoteAddress))
                || (former != null && former.remote().address().equals(remoteAddress));
    }

    /** Stops listening to the former pair. */
    void forgetFormer() {
        former = null;
    }

    /** There is none any more. */
    void drop() {
        pair = null;
    }

    /** Goes over to a better one; null where there is none better. */
    @Nullable
    CandidatePair improve(long nowNanos) {
        CandidatePair best = checkList.bestNominated(p -> !liveness.isSilent(p, nowNanos));
        if (best == null && pair != null && liveness.isSilent(pair, nowNanos)) {
            // no nominated pair is alive: either side may send on any valid pair (RFC 8445 12.1)
            best = checkList.bestValid(p -> !liveness.isSilent(p, nowNanos));
        }
        if (best == null) {
            best = checkList.bestNominated(p -> true); // no pair is better than a silent one
        }
        boolean isOfBefore = pair != null && !checkList.pairs().contains(pair); // left over from before an ICE restart
        if (best == null && !isOfBefore) {
            best = checkList.bestValid(p -> true);
        }
        if (best == null || best == pair) {
            return null;
        }
        former = pair;
        pair = best;
        return best;
    }

    /**
     * Counts a datagram for the layers above, on whichever pair it arrived. Returns true if packets have begun to flow
     * on the selected pair.
     */
    boolean received(Packet borrowed, long nowNanos) {
        CandidatePair over = pair != null && pair.path.equals(borrowed.path()) ? pair : checkList.find(borrowed.path());
        return over != null && over.received(borrowed.length(), nowNanos) && over == pair;
    }

    /** Sends a datagram of the floors above; without a pair it is counted and dropped. */
    void send(Packet owned, long nowNanos) {
        CandidatePair over = pair;
        if (over == null) {
            counters.unsendable++;
            owned.release();
            return;
        }
        over.packetsSent++;
        over.bytesSent += owned.length();
        over.lastSentNanos = nowNanos;
        below.send(owned.path(over.path));
    }
}
