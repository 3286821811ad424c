package dev.plumb.transport.ice;

import dev.plumb.base.engine.Timers;
import java.util.random.RandomGenerator;

/**
 * The schedule of consent requests.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7675#section-5.1 RFC 7675 5.1, Expiration of Consent
 */
final class Consent {
    private final IceConfig config;
    private final Timers<IceTimer> timers;
    private final RandomGenerator random;

    Consent(IceConfig config, Timers<IceTimer> timers, RandomGenerator random) {
        this.config = config;
        this.timers = timers;
        this.random = random;
    }

    void begin(long nowNanos) {
        scheduleNext(nowNanos);
    }

    void scheduleNext(long nowNanos) {
        double jitter = 0.8 + 0.4 * random.nextDouble();
        timers.set(IceTimer.CONSENT, nowNanos + (long) (config.consentInterval().toNanos() * jitter));
    }

    /**
     * Returns whether so many answers in a row are missing that the next request must be retransmitted until it is
     * answered.
     */
    boolean isRunningOut(CandidatePair pair, long nowNanos) {
        return nowNanos - pair.lastHeardNanos > 2 * config.consentInterval().toNanos();
    }

    void stop() {
        timers.stop(IceTimer.CONSENT);
    }
}
