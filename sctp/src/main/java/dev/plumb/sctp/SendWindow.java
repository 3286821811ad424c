package dev.plumb.sctp;

import dev.plumb.base.engine.Timers;
import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;

/**
 * How much may go: as much as the peer's window, the congestion window and the pace allow.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 */
final class SendWindow {
    private static final long NEVER_SENT = Long.MIN_VALUE;

    private final OutstandingData outstanding;
    private final RtoEstimator rto;
    private final CongestionController congestion;
    private final Pacer pacer;
    private long peerBytes;
    private long lastSentNanos = NEVER_SENT;
    /** Whether the congestion window or the pace held something back when last looked. */
    private boolean limited;

    SendWindow(SctpConfig config, OutstandingData outstanding, RtoEstimator rto, long peerBytes) {
        this.outstanding = outstanding;
        this.rto = rto;
        this.peerBytes = peerBytes;
        this.congestion = CongestionController.of(config, peerBytes);
        this.pacer = new Pacer(config.maxBurstPackets());
    }

    CongestionController congestion() {
        return congestion;
    }

    /** The peer's window, as it was told last. */
    long peerBytes() {
        return peerBytes;
    }

    /** The peer told its window. */
    void peerBytes(long bytes) {
        peerBytes = bytes;
    }

    /** Whether the windows let so many bytes more out; where nothing is in flight, they let one chunk out. */
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

    /** Whether the pace lets a packet out. */
    boolean isPaced() {
        return pacer.allows();
    }

    /** A packet went. */
    void sent(int packetBytes, long nowNanos) {
        pacer.sent(packetBytes);
        lastSentNanos = nowNanos;
    }

    /**
     * Done with sending for now.
     *
     * @param hasMore whether something would go if it could
     */
    void end(boolean hasMore, Timers<SctpTimer> timers) {
        limited |= hasMore && outstanding.flightBytes() + congestion.mtuBytes() <= peerBytes;
        if (hasMore && !pacer.allows() && allows(1)) {
            timers.set(SctpTimer.PACING, pacer.nextNanos());
        } else {
            timers.stop(SctpTimer.PACING);
        }
    }

    /** A SACK came: the flight before it may have filled the window. */
    void noteFlight() {
        limited |= outstanding.flightBytes() + congestion.mtuBytes() > congestion.windowBytes();
    }

    /** Whether the window was used up since that was asked last. */
    boolean takeLimited() {
        boolean was = limited;
        limited = false;
        return was;
    }
}
