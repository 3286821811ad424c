package dev.plumb.transport.sctp;

import dev.plumb.transport.sctp.OutstandingChunk.Status;

/**
 * Measures one chunk a round trip, none that was sent twice (Karn).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.3.1 RFC 9260 6.3.1, RTO Calculation
 */
final class RoundTrip {
    private static final long NONE = Long.MIN_VALUE;

    private final RtoEstimator rto;
    private long tsn = NONE;
    private long sentNanos;

    RoundTrip(RtoEstimator rto) {
        this.rto = rto;
    }

    /** A chunk was sent for the first time. */
    void sent(long sentTsn, long nowNanos) {
        if (tsn == NONE) {
            tsn = sentTsn;
            sentNanos = nowNanos;
        }
    }

    /** A SACK was taken in. */
    void acknowledged(OutstandingData outstanding, long nowNanos) {
        if (tsn == NONE) {
            return;
        }
        OutstandingChunk chunk = outstanding.find(tsn);
        if (chunk == null || chunk.status == Status.ACKED) {
            rto.measured(nowNanos - sentNanos);
            tsn = NONE;
        } else if (chunk.status != Status.IN_FLIGHT || chunk.retransmits > 0) {
            tsn = NONE;
        }
    }

    /** What is under way tells nothing. */
    void forget() {
        tsn = NONE;
    }
}
