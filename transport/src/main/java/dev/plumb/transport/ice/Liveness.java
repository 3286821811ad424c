package dev.plumb.transport.ice;

import dev.plumb.base.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Judges from what is heard over the pair in use whether it still works. Everything that arrives over a pair is a sign of life, though
 * only answers to checks renew consent. A pair is suspected when packets that flowed stop, or a check stays unanswered; it is then probed
 * fast, so that one lost packet is no silence. A pair that stays silent gives way to one that answers.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7675#section-5.1 RFC 7675 5.1, Expiration of Consent
 */
final class Liveness {
    /** Packets that flow have a gap this long only where something is wrong, or the sender has paused. */
    private static final long FLOW_GAP_NANOS = 500_000_000L;

    private static final long LEAST_ANSWER_NANOS = 500_000_000L;
    private static final long PROBE_NANOS = 500_000_000L;
    private static final long SLOW_PROBE_NANOS = 1_000_000_000L;

    private final IceConfig config;
    /** The pair in use, where it is suspected. */
    private @Nullable CandidatePair inDoubt;

    private long nextProbeNanos;
    private boolean left;

    Liveness(IceConfig config) {
        this.config = config;
    }

    /** What is to be done about the pair in use. */
    enum Finding {
        /** Nothing. */
        LIVES,
        /** Check it and the best of the others. */
        PROBE,
        /** It has been silent for as long as an answer takes: check all others too. */
        SILENT,
        /** It has been silent for so long that the application is to be told. */
        DISCONNECTED,
        /** Consent has expired: nothing may be sent over it any more. */
        EXPIRED
    }

    /** Looks at the pair in use. */
    Finding look(CandidatePair pair, long nowNanos) {
        if (isExpired(pair, nowNanos)) {
            return Finding.EXPIRED;
        }
        if (!pair.isSuspected()) {
            if (inDoubt == pair && pair.lastReceivedNanos < pair.suspectedNanos) {
                // it answers, but what flowed has stopped: the sender has paused
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

    /** When the pair in use is to be looked at again. */
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

    /** When the pair is suspected, unless something is heard over it before. */
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

    /** Returns whether a pair is not to be relied upon, while another may be. */
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

    /** Returns whether nothing has been heard over a pair for so long that the application is to know. */
    boolean isDisconnected(CandidatePair pair, long nowNanos) {
        return nowNanos >= pair.lastAliveNanos() + config.disconnectedAfter().toNanos();
    }

    boolean isExpired(CandidatePair pair, long nowNanos) {
        return nowNanos >= pair.lastHeardNanos + config.consentExpiry().toNanos();
    }
}
