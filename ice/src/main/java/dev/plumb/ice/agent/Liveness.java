package dev.plumb.ice.agent;

import dev.plumb.base.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * A judge of whether the selected pair still works. Everything that arrives on a pair is a sign of life, although only
 * answers to checks renew consent. A pair is suspected when flowing packets stop or a check stays unanswered. It is
 * then probed at short intervals, so that one lost packet is not taken for silence. A pair that stays silent gives way
 * to one that answers.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7675#section-5.1 RFC 7675 5.1, Expiration of Consent
 */
final class Liveness {
    /**
     * The gap in a flow of packets, in nanoseconds, after which the pair is suspected. Such a gap means that something
     * is wrong or that the sender has paused.
     */
    private static final long FLOW_GAP_NANOS = 500_000_000L;

    private static final long LEAST_ANSWER_NANOS = 500_000_000L;
    private static final long PROBE_NANOS = 500_000_000L;
    private static final long SLOW_PROBE_NANOS = 1_000_000_000L;

    private final IceConfig config;
    /** The selected pair while it is suspected, else null. */
    private @Nullable CandidatePair inDoubt;

    private long nextProbeNanos;
    private boolean left;

    Liveness(IceConfig config) {
        this.config = config;
    }

    /** The action that a pair's condition calls for. */
    enum Finding {
        /** The pair works, or nothing is due yet. */
        LIVES,
        /** Check the pair and the best of the others. */
        PROBE,
        /** The pair has been silent for as long as a response takes. Check all the others too. */
        SILENT,
        /** The pair has been silent for long enough that the application must be told. */
        DISCONNECTED,
        /** The consent has expired. Nothing may be sent on the pair any more. */
        EXPIRED
    }

    /** Examines the selected pair and returns what must be done about it. */
    Finding look(CandidatePair pair, long nowNanos) {
        if (isExpired(pair, nowNanos)) {
            return Finding.EXPIRED;
        }
        if (!pair.isSuspected()) {
            if (inDoubt == pair && pair.lastReceivedNanos < pair.suspectedNanos) {
                // the pair answers checks, but the flow of packets has stopped: the sender has paused
                pair.flowPaused();
            }
            inDoubt = null;
            if (nowNanos < suspicionNanos(pair)) {
                return Finding.LIVES;
            }
            pair.suspectedNanos = nowNanos;
        }
        if (inDoubt != pair) {
            inDoubt = pair;
            left = false;
            nextProbeNanos = nowNanos + PROBE_NANOS;
            return Finding.PROBE;
        }
        if (nowNanos >= silentNanos(pair) && !left) {
            left = true;
            return Finding.SILENT;
        }
        if (isDisconnected(pair, nowNanos)) {
            nextProbeNanos = nowNanos + SLOW_PROBE_NANOS;
            return Finding.DISCONNECTED;
        }
        if (nowNanos >= nextProbeNanos) {
            nextProbeNanos = nowNanos + PROBE_NANOS;
            return Finding.PROBE;
        }
        return Finding.LIVES;
    }

    /** Returns the time at which the selected pair must be examined again. */
    long nextNanos(@Nullable CandidatePair pair) {
        if (pair == null) {
            return Engine.NEVER;
        }
        long expiresNanos = pair.lastHeardNanos + config.consentExpiry().toNanos();
        if (!pair.isSuspected()) {
            return Math.min(expiresNanos, suspicionNanos(pair));
        }
        if (inDoubt != pair) {
            return pair.suspectedNanos;
        }
        long next = Math.min(expiresNanos, nextProbeNanos);
        return left ? next : Math.min(next, silentNanos(pair));
    }

    /** Returns the time at which the pair becomes suspected, unless a packet arrives on it first. */
    private long suspicionNanos(CandidatePair pair) {
        long alive = pair.lastAliveNanos();
        long byFlow = pair.flows() ? alive + FLOW_GAP_NANOS : Engine.NEVER;
        long byCheck = pair.consentSentNanos > alive ? pair.consentSentNanos + answerNanos(pair) : Engine.NEVER;
        return Math.min(
                Math.min(byFlow, byCheck), alive + config.disconnectedAfter().toNanos());
    }

    private static long answerNanos(CandidatePair pair) {
        return Math.max(LEAST_ANSWER_NANOS, 2 * pair.rttNanos);
    }

    private static long silentNanos(CandidatePair pair) {
        return pair.suspectedNanos + answerNanos(pair);
    }

    /** Returns whether a pair should not be relied on while another one may work. */
    boolean isSilent(CandidatePair pair, long nowNanos) {
        if (pair.isSuspected()) {
            return nowNanos >= silentNanos(pair);
        }
        CandidatePair doubtful = inDoubt;
        boolean outdated = doubtful != null
                && doubtful != pair
                && doubtful.isSuspected()
                && pair.lastAliveNanos() < doubtful.suspectedNanos - answerNanos(pair);
        return outdated || isDisconnected(pair, nowNanos);
    }

    /** Returns whether nothing has arrived on a pair for so long that the application must be told. */
    boolean isDisconnected(CandidatePair pair, long nowNanos) {
        return nowNanos >= pair.lastAliveNanos() + config.disconnectedAfter().toNanos();
    }

    boolean isExpired(CandidatePair pair, long nowNanos) {
        return nowNanos >= pair.lastHeardNanos + config.consentExpiry().toNanos();
    }
}
