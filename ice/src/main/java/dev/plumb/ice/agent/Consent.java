package dev.plumb.ice.agent;

import dev.plumb.base.engine.Timers;
import java.util.random.RandomGenerator;

/**
 * The schedule of consent requests.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7675#section-5.1 RFC 7675 5.1, Expiration of Consent
 */
final class Consent {
    /**
     * The interval between requests once two answers in a row are missing. It is shorter than the least that RFC 7675
     * 5.1 allows, 4 s: at 10 % of loss each way the five requests that fit into 30 s are lost together about once in
     * six hours, and a call must not end by that.
     */
    private static final long URGENT_NANOS = 1_000_000_000L;

    private final IceConfig config;
    private final Timers<IceTimer> timers;
    private final RandomGenerator random;

    Consent(IceConfig config, Timers<IceTimer> timers, RandomGenerator random) {
        this.config = config;
        this.timers = timers;
        this.random = random;
    }

    /** Schedules the next request for a pair. Requests follow each other faster while answers are missing. */
    void scheduleNext(CandidatePair pair, long nowNanos) {
        long usualNanos = config.consentInterval().toNanos();
        boolean isRunningOut = nowNanos - pair.lastHeardNanos > 2 * usualNanos;
        double jitter = 0.8 + 0.4 * random.nextDouble();
        long intervalNanos = isRunningOut ? Math.min(URGENT_NANOS, usualNanos) : usualNanos;
        timers.set(IceTimer.CONSENT, nowNanos + (long) (intervalNanos * jitter));
    }

    void stop() {
        timers.stop(IceTimer.CONSENT);
    }
}
