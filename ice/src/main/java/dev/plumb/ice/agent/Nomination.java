package dev.plumb.ice.agent;

import dev.plumb.base.engine.Timers;
import java.util.function.Predicate;

/**
 * Which pair is nominated: by us where we control, once a better one is not to be expected; by the peer where it does.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-8.1.1 RFC 8445 8.1.1, Nominating Pairs
 */
final class Nomination {
    private final IceAgent agent;
    private final IceConfig config;
    private final CheckList checkList;
    private final Timers<IceTimer> timers;
    private long firstValidNanos;

    Nomination(IceAgent agent, IceConfig config, CheckList checkList, Timers<IceTimer> timers) {
        this.agent = agent;
        this.config = config;
        this.checkList = checkList;
        this.timers = timers;
    }

    /** Forgets the times of this generation, since another begins. */
    void forget() {
        firstValidNanos = 0;
    }

    /** Notes that a check on a pair succeeded. */
    void worked(CandidatePair pair, boolean isNominated, long nowNanos) {
        if (firstValidNanos == 0) {
            firstValidNanos = nowNanos;
        }
        if (isNominated) {
            nominated(pair);
        }
    }

    /** Marks a pair as nominated: both sides know of it now. */
    void nominated(CandidatePair pair) {
        if (!pair.nominated()) {
            pair.nominate();
            checkList.dropUntriedBelow(pair);
        }
    }

    /** Nominates the best pair, or waits a little where a better one may come. */
    void proposeWhereDue(Predicate<CandidatePair> lives, long nowNanos) {
        CandidatePair best = checkList.bestValid(lives);
        if (best == null) {
            best = checkList.bestValid(p -> true);
        }
        if (agent.role() != IceRole.CONTROLLING || best == null || best.nominated() || best.nominating) {
            return;
        }
        long waitUntil = firstValidNanos + config.nominationDelay().toNanos();
        if (checkList.betterMayCome(best) && nowNanos < waitUntil) {
            timers.set(IceTimer.NOMINATE, waitUntil);
            return;
        }
        best.nominating = true;
        checkList.triggerFirst(best);
    }

    /**
     * Returns whether a nomination is repeated. Firefox answers early checks, but forgets all but the first, and the
     * nomination may be among them.
     */
    boolean isSaidAgain(CandidatePair pair) {
        return agent.role() == IceRole.CONTROLLING
                && pair.nominated()
                && checkList.pairs().contains(pair);
    }
}
