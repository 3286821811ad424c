package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pair that datagrams of the floors above use, once there is one, and their counts.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-8.1.1 RFC 8445 8.1.1, Nominating Pairs
 */
final class SelectedPair {
    private static final int FORMERS_AT_MOST = 3;

    private final CheckList checkList;
    private final Liveness liveness;
    private final IceCounters counters;
    private final DatagramSink below;
    private @Nullable CandidatePair pair;
    /** The pairs in use before the last changes, on which datagrams may still arrive. The last one is first. */
    private final ArrayDeque<CandidatePair> formers = new ArrayDeque<>(FORMERS_AT_MOST);

    SelectedPair(CheckList checkList, Liveness liveness, IceCounters counters, DatagramSink below) {
        this.checkList = checkList;
        this.liveness = liveness;
        this.counters = counters;
        this.below = below;
    }

    /** Returns the pair, or null before one works. */
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

    /** Returns whether datagrams may arrive on this path: it is that of the pair in use, or of a former one. */
    boolean isOver(Path path) {
        return (pair != null && pair.path.equals(path)) || formers.stream().anyMatch(p -> p.path.equals(path));
    }

    /** Returns whether the pair in use, or a former one, leads to this address. */
    boolean goesTo(InetSocketAddress remoteAddress) {
        return (pair != null && pair.remote().address().equals(remoteAddress))
                || formers.stream().anyMatch(p -> p.remote().address().equals(remoteAddress));
    }

    /** Listens to a pair although it is not, or no longer, in use. The peer may use it already, or still. */
    void listenTo(@Nullable CandidatePair other) {
        if (other != null && other != pair && !formers.contains(other)) {
            formers.addFirst(other);
            if (formers.size() > FORMERS_AT_MOST) {
                formers.removeLast();
            }
        }
    }

    /** Stops listening to pairs that are not in use. */
    void forgetFormers() {
        formers.clear();
    }

    /** Drops the pair. */
    void drop() {
        pair = null;
    }

    /** Switches to a better pair, or returns null if there is none. */
    @Nullable
    CandidatePair improve(long nowNanos) {
        CandidatePair best = checkList.bestNominated(p -> !liveness.isSilent(p, nowNanos));
        if (best == null && pair != null && liveness.isSilent(pair, nowNanos)) {
            // no nominated pair is alive: either side may send on any valid pair (RFC 8445 12.1)
            best = checkList.bestValid(p -> !liveness.isSilent(p, nowNanos));
        }
        if (best == null && lives(nowNanos)) {
            return null; // not nominated, but better than a nominated one that is silent
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
        CandidatePair before = pair;
        pair = best;
        formers.remove(best);
        listenTo(before);
        return best;
    }

    /** Returns whether the pair in use is of this generation, works and is not silent. */
    private boolean lives(long nowNanos) {
        return pair != null && checkList.pairs().contains(pair) && pair.isValid() && !liveness.isSilent(pair, nowNanos);
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
