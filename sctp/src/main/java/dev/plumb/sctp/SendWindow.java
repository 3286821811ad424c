package dev.plumb.sctp;

import dev.plumb.base.engine.Timers;
import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;

/**
 * The amount that may be sent: as much as the peer's window, the congestion window and the pace allow.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 */
final class SendWindow {
    private static final long NEVER_SENT = Long.MIN_VALUE;

    private final OutstandingData outstanding;
    private final RtoEstimator rto;
    private final CongestionController congestion;
    private final WindowPacer pacer;
    private long peerBytes;
    private long lastSentNanos = NEVER_SENT;
    /** True if the congestion window or the pace held back data at the last check. */
    private boolean limited;

    SendWindow(SctpConfig config, OutstandingData outstanding, RtoEstimator rto, long peerBytes) {
        this.outstanding = outstanding;
        this.rto = rto;
        this.peerBytes = peerBytes;
        this.congestion = CongestionController.of(config, peerBytes);
        this.pacer = new WindowPacer(config.maxBurstPackets());
    }

    CongestionController congestion() {
        return congestion;
    }

    /** Returns the peer's window, as it was told last. */
    long peerBytes() {
        return peerBytes;
    }

    /** Sets the peer's window. */
    void peerBytes(long bytes) {
        peerBytes = bytes;
    }

    /** Returns whether the windows allow this many more bytes. If nothing is in flight, they allow one chunk. */
    boolean allows(int bytes) {
        long flight = outstanding.flightBytes();
        return flight == 0 || (flight + bytes <= congestion.windowBytes() && flight + bytes <= peerBytes);
    }

    /** Begins to send packets of a length at most. */
    void begin(int mtuBytes, long nowNanos) {
        congestion.mtuBytes(mtuBytes);
        boolean rested = outstanding.isEmpty() && lastSentNanos != NEVER_SENT;
        if (rested && nowNanos - lastSentNanos > rto.rtoNanos()) {
            congestion.rested((nowNanos - lastSentNanos) / rto.rtoNanos());
        }
        pacer.refill(congestion, rto.smoothedNanos(), nowNanos);
    }

    /** Returns whether the pace allows a packet. */
    boolean isPaced() {
        return pacer.allows();
    }

    /** Records a packet that was sent. */
    void sent(int packetBytes, long nowNanos) {
        pacer.sent(packetBytes);
        lastSentNanos = nowNanos;
    }

    /**
     * Ends the sending for now.
     *
     * @param hasMore whether more would be sent if it could
     */
    void end(boolean hasMore, Timers<SctpTimer> timers) {
        limited |= hasMore && outstanding.flightBytes() + congestion.mtuBytes() <= peerBytes;
        if (hasMore && !pacer.allows() && allows(1)) {
            timers.set(SctpTimer.PACING, pacer.nextNanos());
        } else {
            timers.stop(SctpTimer.PACING);
        }
    }

    /** Notes before a SACK is processed whether the data in flight filled the window. */
    void noteFlight() {
        limited |= outstanding.flightBytes() + congestion.mtuBytes() > congestion.windowBytes();
    }

    /** Returns whether the window was used up since the last call. */
    boolean takeLimited() {
        boolean was = limited;
        limited = false;
        return was;
    }
}
