package dev.plumb.dtls;

/**
 * The timeout of an answer: twice the path's round-trip time where that is known, doubling with each retransmission.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-5.8.2 RFC 9147 5.8.2, Timer Values
 */
final class RetransmitTimeout {
    private static final long SHORTEST_NANOS = 50_000_000L;
    private static final long CAP_AT_LEAST_NANOS = 1_000_000_000L;
    private static final int CAP_SHARE = 16;

    private final long configuredNanos;
    private final long configuredCapNanos;
    private long initialNanos;
    private long nanos;

    RetransmitTimeout(DtlsConfig config) {
        configuredNanos = config.retransmitInitial().toNanos();
        configuredCapNanos = config.retransmitCap().toNanos();
        initialNanos = configuredNanos;
        nanos = configuredNanos;
    }

    /** Sets the measured round-trip time of the path. */
    void learn(long roundTripNanos) {
        initialNanos = Math.min(configuredNanos, Math.max(SHORTEST_NANOS, 2 * roundTripNanos));
    }

    /** Begins anew with a new flight. */
    void reset() {
        nanos = initialNanos;
    }

    void backOff() {
        long cap = initialNanos == configuredNanos
                ? configuredCapNanos
                : Math.min(configuredCapNanos, Math.max(CAP_AT_LEAST_NANOS, CAP_SHARE * initialNanos));
        nanos = Math.min(2 * nanos, cap);
    }

    long nanos() {
        return nanos;
    }

    long initialNanos() {
        return initialNanos;
    }
}
