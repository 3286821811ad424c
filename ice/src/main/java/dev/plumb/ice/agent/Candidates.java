package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The candidates of both sides, paired as they come. */
final class Candidates {
    private static final int REMOTE_AT_MOST = 100;

    private final List<LocalCandidate> locals = new ArrayList<>();
    private final List<IceCandidate> remotes = new ArrayList<>();
    private final CheckList checkList;
    private final IceCounters counters;
    private final RandomGenerator random;

    Candidates(CheckList checkList, IceCounters counters, RandomGenerator random) {
        this.checkList = checkList;
        this.counters = counters;
        this.random = random;
    }

    void clearLocals() {
        locals.clear();
    }

    void clearRemotes() {
        remotes.clear();
    }

    boolean hasRemotes() {
        return !remotes.isEmpty();
    }

    boolean knows(InetSocketAddress remote) {
        // once a datagram: no stream, and what came before from there is the same object
        for (int i = 0; i < remotes.size(); i++) {
            if (remotes.get(i).address().equals(remote)) {
                return true;
            }
        }
        return false;
    }

    /** Adds one of ours; reflexive ones share a port with their base and form no pairs of their own. */
    void add(LocalCandidate candidate) {
        boolean portKnown = local(candidate.localPortId()) != null;
        locals.add(candidate);
        if (!portKnown) {
            remotes.forEach(r -> checkList.form(candidate, r));
        }
    }

    void removePort(int localPortId) {
        locals.removeIf(l -> l.localPortId() == localPortId);
    }

    /** Adds one of the peer's. False where it changes nothing: it is known, or there are too many. */
    boolean add(IceCandidate candidate) {
        for (int i = 0; i < remotes.size(); i++) {
            IceCandidate known = remotes.get(i);
            if (known.address().equals(candidate.address()) && known.protocol() == candidate.protocol()) {
                if (known.type() != CandidateType.PEER_REFLEXIVE) {
                    return false;
                }
                upgrade(i, known.upgradedTo(candidate));
                return true;
            }
        }
        if (isFull()) {
            return false;
        }
        remotes.add(candidate);
        pairWithLocals(candidate);
        return true;
    }

    private boolean isFull() {
        boolean full = remotes.size() >= REMOTE_AT_MOST;
        counters.candidatesDropped += full ? 1 : 0;
        return full;
    }

    /**
     * Upgrades a peer-reflexive candidate that was now signalled. Type and priority change, nomination and state stay.
     */
    private void upgrade(int index, IceCandidate to) {
        remotes.set(index, to);
        for (CandidatePair p : checkList.pairs()) {
            if (p.remote().address().equals(to.address())) {
                p.remote(to);
            }
        }
        checkList.sort();
    }

    private void pairWithLocals(IceCandidate candidate) {
        List<Integer> ports = new ArrayList<>();
        for (LocalCandidate l : List.copyOf(locals)) {
            if (!ports.contains(l.localPortId())) {
                ports.add(l.localPortId());
                checkList.form(l, candidate);
            }
        }
    }

    /** Returns a local candidate on a port, or null if there is none. */
    @Nullable
    LocalCandidate local(int portId) {
        for (LocalCandidate l : locals) {
            if (l.localPortId() == portId) {
                return l;
            }
        }
        return null;
    }

    /** Returns the peer's UDP candidate at an address, or null if there is none. */
    @Nullable
    IceCandidate remote(InetSocketAddress address) {
        for (IceCandidate r : remotes) {
            if (r.address().equals(address) && r.protocol() == Path.Protocol.UDP) {
                return r;
            }
        }
        return null;
    }

    /** Learns a peer-reflexive candidate, and returns it, or returns null if there are too many. */
    @Nullable
    IceCandidate learn(InetSocketAddress address, long priority) {
        if (isFull()) {
            return null;
        }
        IceCandidate found = new IceCandidate(
                "prflx" + Integer.toUnsignedString(random.nextInt()),
                Path.Protocol.UDP,
                Math.max(1, priority),
                address,
                CandidateType.PEER_REFLEXIVE,
                Optional.empty());
        remotes.add(found);
        pairWithLocals(found);
        return found;
    }

    /** Returns the local candidate with the address that the peer saw, or a peer-reflexive one if none has it. */
    IceCandidate seenAs(LocalCandidate from, InetSocketAddress mapped) {
        for (LocalCandidate l : locals) {
            if (l.localPortId() == from.localPortId() && l.candidate().address().equals(mapped)) {
                return l.candidate();
            }
        }
        return IceCandidate.reflexive(CandidateType.PEER_REFLEXIVE, mapped, from, "");
    }
}
