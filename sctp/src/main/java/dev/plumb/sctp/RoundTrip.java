package dev.plumb.sctp;

import dev.plumb.sctp.OutstandingChunk.Status;
import dev.plumb.sctp.common.RtoEstimator;
import org.jspecify.annotations.Nullable;

/**
 * Measures one chunk a round trip, none that was sent twice (Karn).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.3.1 RFC 9260 6.3.1, RTO Calculation
 */
final class RoundTrip {
    private final RtoEstimator rto;
    private @Nullable OutstandingChunk timed;
    private long sentNanos;

    RoundTrip(RtoEstimator rto) {
        this.rto = rto;
    }

    /** Records a chunk that was sent for the first time. */
    void sent(OutstandingChunk chunk, long nowNanos) {
        if (timed == null) {
            timed = chunk;
            sentNanos = nowNanos;
        }
    }

    /** Measures the round trip after a SACK was processed. */
    void acknowledged(long nowNanos) {
        OutstandingChunk chunk = timed;
        if (chunk == null || (chunk.status == Status.IN_FLIGHT && chunk.retransmits == 0)) {
            return;
        }
        timed = null;
        if (chunk.status == Status.ACKED && chunk.retransmits == 0) {
            rto.measured(nowNanos - sentNanos);
        }
    }

    /** Forgets the chunk being timed. */
    void forget() {
        timed = null;
    }
}
