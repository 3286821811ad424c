package dev.plumb.transport.ice;

import dev.plumb.base.engine.Timers;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to ask for consent again, and when it is lost.
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

    void scheduleLiveness(@Nullable CandidatePair selected, long nowNanos) {
        if (selected == null) {
            timers.stop(IceTimer.LIVENESS);
            timers.stop(IceTimer.CONSENT);
            return;
        }
        long silentAt = selected.lastHeardNanos + config.disconnectedAfter().toNanos();
        long expiresAt = selected.lastHeardNanos + config.consentExpiry().toNanos();
        timers.set(IceTimer.LIVENESS, nowNanos < silentAt ? silentAt : expiresAt);
    }

    boolean isSilent(CandidatePair pair, long nowNanos) {
        return nowNanos >= pair.lastHeardNanos + config.disconnectedAfter().toNanos();
    }

    boolean isExpired(CandidatePair pair, long nowNanos) {
        return nowNanos >= pair.lastHeardNanos + config.consentExpiry().toNanos();
    }
}
