package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of an agent, highest priority first, and which is checked next.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-6.1.2 RFC 8445 6.1.2, Forming the Checklists
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-6.1.4.2 RFC 8445 6.1.4.2, Performing Connectivity Checks
 */
final class CheckList {
    /** More pairs than this are not formed; the lowest priorities go first. */
    static final int PAIRS_AT_MOST = 200;

    private static final int BACKUPS_AT_MOST = 4;

    private final List<CandidatePair> pairs = new ArrayList<>();
    /** Untried pairs below the nominated one. They are tried when the nominated pair falls silent. */
    private final List<CandidatePair> spares = new ArrayList<>();

    private final ArrayDeque<CandidatePair> triggered = new ArrayDeque<>();
    private IceRole role;

    /** True if only triggered checks are sent, since another check list is first. */
    private boolean held;

    CheckList(IceRole role) {
        this.role = role;
    }

    void held(boolean newHeld) {
        held = newHeld;
    }

    List<CandidatePair> pairs() {
        return pairs;
    }

    void role(IceRole newRole) {
        role = newRole;
        sort();
    }

    void sort() {
        pairs.sort((a, b) -> Long.compareUnsigned(b.priority(role), a.priority(role)));
    }

    void clear() {
        pairs.clear();
        spares.clear();
        triggered.clear();
    }

    void removeIf(Predicate<CandidatePair> which) {
        pairs.removeIf(which);
        spares.removeIf(which);
        triggered.removeIf(which);
    }

    /** Adds a pair where the two fit and it is not there yet; null where not. */
    @Nullable
    CandidatePair form(LocalCandidate local, IceCandidate remote) {
        if (!fit(local, remote) || find(local.localPortId(), remote) != null) {
            return null;
        }
        CandidatePair pair = new CandidatePair(local, remote);
        if (pairs.stream().noneMatch(p -> p.foundation().equals(pair.foundation()))) {
            pair.state(PairState.WAITING);
        }
        pairs.add(pair);
        sort();
        if (pairs.size() > PAIRS_AT_MOST) {
            CandidatePair last = pairs.removeLast();
            triggered.remove(last);
            return last == pair ? null : pair;
        }
        return pair;
    }

    private static boolean fit(LocalCandidate local, IceCandidate remote) {
        InetAddress a = local.base().getAddress();
        InetAddress b = remote.address().getAddress();
        if (!IceCandidate.isUnicast(b)) {
            return false; // a check sent there would reach many hosts that did not ask for it
        }
        boolean sameFamily = a instanceof Inet4Address == b instanceof Inet4Address;
        return remote.protocol() == Path.Protocol.UDP
                && sameFamily
                && a.isLinkLocalAddress() == b.isLinkLocalAddress()
                && remote.address().getPort() != 0;
    }

    /** Returns the pair of a local port and a remote address. */
    @Nullable
    CandidatePair find(int localPortId, IceCandidate remote) {
        for (CandidatePair p : pairs) {
            if (p.local.localPortId() == localPortId && p.remote().address().equals(remote.address())) {
                return p;
            }
        }
        return null;
    }

    /** Returns the pair of a path. */
    @Nullable
    CandidatePair find(Path path) {
        for (CandidatePair p : pairs) {
            if (p.path.equals(path)) {
                return p;
            }
        }
        return null;
    }

    /** Returns whether a check on this path has ever been answered. */
    boolean hasValidated(Path path) {
        CandidatePair pair = find(path);
        return pair != null && pair.responsesReceived > 0;
    }

    /** Adds a triggered check, which is sent before the ordinary ones. */
    void trigger(CandidatePair pair) {
        if (!triggered.contains(pair)) {
            triggered.add(pair);
        }
    }

    void triggerFirst(CandidatePair pair) {
        triggered.remove(pair);
        triggered.addFirst(pair);
    }

    /** Returns the pair to check next, or null if there is nothing to do. */
    @Nullable
    CandidatePair next() {
        CandidatePair first = triggered.poll();
        if (first != null) {
            return first;
        }
        if (held) {
            return null;
        }
        for (CandidatePair p : pairs) {
            if (p.state() == PairState.WAITING) {
                return p;
            }
        }
        return unfreezeOne();
    }

    private @Nullable CandidatePair unfreezeOne() {
        CandidatePair next = nextFrozen();
        if (next != null) {
            next.state(PairState.WAITING);
        }
        return next;
    }

    /**
     * Returns the first frozen pair of a foundation of which no pair is being checked. The others wait for the end of
     * that check.
     */
    private @Nullable CandidatePair nextFrozen() {
        Set<String> busy = new HashSet<>();
        for (CandidatePair p : pairs) {
            if (p.state() == PairState.IN_PROGRESS) {
                busy.add(p.foundation());
            }
        }
        for (CandidatePair p : pairs) {
            if (p.state() == PairState.FROZEN && !busy.contains(p.foundation())) {
                return p;
            }
        }
        return null;
    }

    /** Returns whether {@link #next} has a pair. */
    boolean hasWork() {
        return !triggered.isEmpty()
                || (!held && (pairs.stream().anyMatch(p -> p.state() == PairState.WAITING) || nextFrozen() != null));
    }

    /** Unfreezes the pairs of a foundation, after one of them worked. */
    void unfreeze(String foundation) {
        for (CandidatePair p : pairs) {
            if (p.state() == PairState.FROZEN && p.foundation().equals(foundation)) {
                p.state(PairState.WAITING);
            }
        }
    }

    /** Fails valid pairs that are found dead. */
    void failValidWhere(Predicate<CandidatePair> dead) {
        pairs.stream().filter(p -> p.isValid() && dead.test(p)).forEach(p -> p.state(PairState.FAILED));
    }

    /**
     * Triggers checks on the best valid pairs other than the suspected one, so that a working pair is known when it is
     * needed.
     */
    void checkOthersThan(CandidatePair suspected) {
        pairs.stream()
                .filter(p -> p != suspected && p.isValid())
                .limit(BACKUPS_AT_MOST)
                .forEach(this::trigger);
    }

    /** Gives all pairs but the silent one another try, including those that were set aside untried after nomination. */
    void tryAgainAllBut(CandidatePair silent) {
        spares.stream().filter(p -> find(p.path) == null).forEach(pairs::add);
        spares.clear();
        sort();
        for (CandidatePair p : pairs) {
            if (p == silent) {
                continue;
            }
            if (p.isValid()) {
                trigger(p);
            } else if (p.state() != PairState.IN_PROGRESS) {
                p.state(PairState.WAITING);
            }
        }
    }

    boolean allTried() {
        return triggered.stream().allMatch(CandidatePair::isValid)
                && pairs.stream().allMatch(p -> p.state() == PairState.SUCCEEDED || p.state() == PairState.FAILED);
    }

    /** Returns whether a pair better than {@code pair} may still turn out to work. */
    boolean betterMayCome(CandidatePair pair) {
        for (CandidatePair p : pairs) {
            if (p == pair) {
                return false;
            }
            if (p.state() != PairState.FAILED && p.state() != PairState.SUCCEEDED) {
                return true;
            }
        }
        return false;
    }

    /** Returns the best valid pair that the predicate accepts, or null if there is none. */
    @Nullable
    CandidatePair bestValid(Predicate<CandidatePair> wanted) {
        for (CandidatePair p : pairs) {
            if (p.isValid() && wanted.test(p)) {
                return p;
            }
        }
        return null;
    }

    /** Returns the best pair that is valid, nominated and wanted, or null if there is none. */
    @Nullable
    CandidatePair bestNominated(Predicate<CandidatePair> wanted) {
        for (CandidatePair p : pairs) {
            if (p.isValid() && p.nominated() && wanted.test(p)) {
                return p;
            }
        }
        return null;
    }

    /**
     * Removes the untried pairs below the nominated one and sets them aside. After nomination they are not tried any
     * more.
     */
    void dropUntriedBelow(CandidatePair nominated) {
        int at = pairs.indexOf(nominated);
        if (at >= 0) {
            Set<CandidatePair> below = new HashSet<>(pairs.subList(at + 1, pairs.size()));
            Predicate<CandidatePair> untried = p -> below.contains(p)
                    && (p.state() == PairState.WAITING || p.state() == PairState.FROZEN)
                    && !p.nominateOnSuccess;
            List<CandidatePair> dropped = pairs.stream().filter(untried).toList();
            pairs.removeAll(dropped);
            triggered.removeAll(dropped);
            spares.addAll(dropped.subList(
                    0, Math.min(dropped.size(), PAIRS_AT_MOST - Math.min(PAIRS_AT_MOST, spares.size()))));
        }
    }
}
