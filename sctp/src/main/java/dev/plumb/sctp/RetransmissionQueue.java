package dev.plumb.sctp;

import dev.plumb.base.engine.Engine;
import dev.plumb.sctp.OutstandingChunk.Status;
import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.SackChunk;
import java.util.ArrayList;
import java.util.List;

/**
 * The sent data and its fate: acknowledgements, losses, retransmissions and abandonment.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.2.1 RFC 9260 6.2.1, Processing a Received SACK
 */
final class RetransmissionQueue {
    private final SctpContext context;
    private final OutstandingData outstanding;
    private final LossDetection losses;
    private final TailProbe tailProbe;
    private final Abandonment abandonment;
    private final SendWindow window;
    private final CongestionController congestion;
    private final RoundTrip roundTrip;
    private final DataTransmitter transmitter;
    private final PathMtuSearch mtuSearch;
    private final RtoEstimator rto;
    private final List<OutstandingChunk> scratch = new ArrayList<>();
    private long nowNanos;
    private boolean probeMadeUp;
    /** True if the data in flight was sent although the peer's window has no room for it. */
    private boolean windowProbed;

    /** The TSN up to which everything must be acknowledged for a round to end. */
    private long roundEndTsn;

    RetransmissionQueue(
            SctpContext context, SendQueue sendQueue, RtoEstimator rto, PathMtuSearch mtuSearch, StateCookie agreed) {
        this.context = context;
        this.rto = rto;
        this.mtuSearch = mtuSearch;
        this.outstanding = new OutstandingData(agreed.localInitialTsn(), this::newlyAcked);
        this.losses = new LossDetection(outstanding, rto, agreed.localInitialTsn());
        this.tailProbe = new TailProbe(context, rto);
        this.abandonment = new Abandonment(context, sendQueue, outstanding, rto, agreed.capabilities());
        this.window = new SendWindow(context.config, outstanding, rto, agreed.peerWindowBytes());
        this.congestion = window.congestion();
        this.roundTrip = new RoundTrip(rto);
        this.transmitter = new DataTransmitter(
                context, sendQueue, outstanding, abandonment, window, roundTrip, tailProbe, mtuSearch, rto);
        this.roundEndTsn = agreed.localInitialTsn();
    }

    OutstandingData outstanding() {
        return outstanding;
    }

    /** Returns the transmitter. */
    DataTransmitter transmitter() {
        return transmitter;
    }

    CongestionController congestion() {
        return congestion;
    }

    // ---- SACK -------------------------------------------------------------------------------------------------------

    /** Applies a SACK. */
    void acknowledged(SackChunk sack, long now) {
        long cumulative = Serial.unwrap32(outstanding.cumulativeTsn(), sack.cumulativeTsn());
        if (cumulative < outstanding.cumulativeTsn()) {
            return;
        }
        if (!outstanding.isPlausible(cumulative, sack.gapBlocks())) {
            context.counters.protocolErrors++;
            return;
        }
        nowNanos = now;
        probeMadeUp = false;
        window.noteFlight();
        boolean advanced = cumulative > outstanding.cumulativeTsn();
        outstanding.acknowledge(cumulative, sack.gapBlocks());
        if (outstanding.isTakenBackTooOften()) {
            context.abort(
                    SctpState.Cause.PROTOCOL_VIOLATION,
                    "the peer takes acknowledgements back again and again",
                    ErrorCause.withText(ErrorCause.PROTOCOL_VIOLATION, "acknowledgements taken back"));
            return;
        }
        window.peerBytes(sack.advertisedWindow());
        for (long duplicate : sack.duplicates()) {
            noteDuplicate(duplicate, now);
        }
        roundTrip.acknowledged(now);
        if (advanced || outstanding.ackedBytes() > 0) {
            context.peerAnswered();
            windowProbed = false;
            mtuSearch.progressed();
            moveWindow(advanced, cumulative, now);
        } else if (isProbingWindow()) {
            context.peerAnswered(); // a peer that answers probes of its closed window lives
        } else if (windowProbed) {
            windowProbed = false;
            loseAllInFlight(now); // the window opens, and what probed it was dropped
        }
        detectLosses(now);
        abandonment.advance(now);
        abandonment.repeatWhereOld(now);
        // a retransmission that is lost again shows by what is acknowledged after it, so that any progress puts T3 off
        restartT3(advanced || outstanding.ackedBytes() > 0, now);
    }

    private void newlyAcked(OutstandingChunk chunk) {
        losses.acknowledged(chunk, nowNanos);
        probeMadeUp |= tailProbe.acknowledged(chunk, losses.minRttNanos(), nowNanos);
    }

    private void noteDuplicate(long wireTsn, long now) {
        long tsn = Serial.unwrap32(outstanding.cumulativeTsn(), wireTsn);
        OutstandingChunk chunk = outstanding.find(tsn);
        if (chunk == null ? tsn <= outstanding.cumulativeTsn() && congestion.isRecovering() : chunk.retransmits > 0) {
            losses.wasNotNeeded(now);
        }
    }

    private void moveWindow(boolean advanced, long cumulative, long now) {
        boolean roundEnded = cumulative >= roundEndTsn;
        if (roundEnded) {
            roundEndTsn = outstanding.nextTsn() - 1;
        }
        if (congestion.advanced(cumulative)) {
            losses.recovered();
        }
        boolean limited = window.takeLimited();
        if (!congestion.isRecovering()) {
            congestion.acknowledged(new CongestionController.Acknowledgement(
                    outstanding.ackedBytes(), advanced, limited, losses.newestRttNanos(), roundEnded, now));
        }
        if (probeMadeUp && !congestion.isRecovering()) {
            congestion.enterRecovery(cumulative); // a loss all the same, made up for already
        }
    }

    /** Handles a SHUTDOWN, which acknowledges cumulatively, and does not tell the window. */
    void acknowledgedByShutdown(long wireTsn, long now) {
        if (Serial.unwrap32(outstanding.cumulativeTsn(), wireTsn) > outstanding.cumulativeTsn()) {
            acknowledged(new SackChunk(wireTsn, window.peerBytes(), new int[0], new long[0]), now);
        }
    }

    private void restartT3(boolean progressed, long now) {
        if (outstanding.isEmpty()) {
            context.timers.stop(SctpTimer.T3_RTX);
            congestion.idle();
        } else if (progressed || !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
        }
        tailProbe.arm(outstanding, congestion.isRecovering(), window.peerBytes() == 0, now);
    }

    /** Resets the state of the path, since another one is used from now on. */
    void pathChanged() {
        congestion.reset(window.peerBytes());
        losses.forgetPath();
        roundTrip.forget();
    }

    // ---- loss and giving up -----------------------------------------------------------------------------------------

    /** Detects losses after the reordering window of a chunk may have ended. */
    void detectLosses(long now) {
        scratch.clear();
        long again = losses.detect(congestion.isRecovering(), scratch, now);
        if (again == Engine.NEVER) {
            context.timers.stop(SctpTimer.REORDERING);
        } else {
            context.timers.set(SctpTimer.REORDERING, again);
        }
        if (scratch.isEmpty()) {
            return;
        }
        if (!congestion.isRecovering()) {
            congestion.enterRecovery(outstanding.nextTsn() - 1);
            context.counters.fastRetransmits++;
            transmitter.fastRetransmit(true);
        }
        loseAll(now);
        abandonment.advance(now);
    }

    /** Handles an expiry of T3-rtx: everything in flight is lost. */
    void timedOut(long now) {
        context.counters.t3Expirations++;
        windowProbed = isProbingWindow();
        if (!windowProbed) {
            congestion.timedOut();
            mtuSearch.timedOut(now);
        }
        rto.backOff();
        tailProbe.reset();
        roundTrip.forget();
        transmitter.fastRetransmit(false);
        loseAllInFlight(now);
        abandonment.advance(now);
        abandonment.repeat();
        context.timers.stop(SctpTimer.REORDERING);
        context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
    }

    /** Returns whether the peer's window is too small for the next chunk. */
    private boolean isProbingWindow() {
        return window.peerBytes() < congestion.mtuBytes();
    }

    private void loseAllInFlight(long now) {
        scratch.clear();
        for (OutstandingChunk c = outstanding.sentOrder().oldest(); c != null; c = c.sentAfter) {
            scratch.add(c);
        }
        loseAll(now);
    }

    private void loseAll(long now) {
        for (OutstandingChunk chunk : scratch) {
            if (chunk.status != Status.IN_FLIGHT) {
                continue; // its message was given up with another fragment
            }
            if (abandonment.isOver(chunk, now)) {
                abandonment.abandon(chunk.message);
            } else {
                outstanding.markLost(chunk);
            }
        }
    }

    /** Sends a probe after the last chunks sent were not acknowledged. */
    void probeTail(long now) {
        if (outstanding.sentOrder().newest() != null && transmitter.probe(now)) {
            context.counters.tailProbes++;
            context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
            tailProbe.arm(outstanding, congestion.isRecovering(), window.peerBytes() == 0, now);
        }
    }
}
