package dev.plumb.transport.sctp;

import dev.plumb.base.engine.Engine;
import dev.plumb.transport.sctp.OutstandingChunk.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what DATA goes out when: new, again, or not any more.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 */
final class RetransmissionQueue {
    private static final long NOT_MEASURING = Long.MIN_VALUE;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final OutstandingData outstanding;
    private final LossDetection losses;
    private final TailProbe tailProbe;
    private final Abandonment abandonment;
    private final CongestionController congestion;
    private final Pacer pacer;
    private final PathMtuSearch mtuSearch;
    private final RtoEstimator rto;
    private final List<OutstandingChunk> scratch = new ArrayList<>();
    private long peerWindowBytes;
    private boolean fastRetransmitDue;
    /** Whether the congestion window or the pace held something back when last looked. */
    private boolean limited;

    private long nowNanos;
    private boolean probeMadeUp;

    private long measuredTsn = NOT_MEASURING;
    private long measuredSentNanos;
    private long lastSentNanos = NOT_MEASURING;
    /** When all up to here is acknowledged a round is over. */
    private long roundEndTsn;

    RetransmissionQueue(
            SctpContext context, SendQueue sendQueue, RtoEstimator rto, PathMtuSearch mtuSearch, StateCookie agreed) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.rto = rto;
        this.mtuSearch = mtuSearch;
        this.peerWindowBytes = agreed.peerWindowBytes();
        this.outstanding = new OutstandingData(agreed.localInitialTsn(), this::newlyAcked);
        this.losses = new LossDetection(outstanding, rto, agreed.localInitialTsn());
        this.tailProbe = new TailProbe(context, rto);
        this.abandonment = new Abandonment(context, sendQueue, outstanding, rto, agreed.capabilities());
        this.congestion = CongestionController.of(context.config, peerWindowBytes);
        this.pacer = new Pacer(context.config.maxBurstPackets());
        this.roundEndTsn = agreed.localInitialTsn();
    }

    OutstandingData outstanding() {
        return outstanding;
    }

    CongestionController congestion() {
        return congestion;
    }

    /** Whether DATA would go out now. */
    boolean hasSendable(long now) {
        return fastRetransmitDue
                || ((outstanding.nextLost() != null || sendQueue.current(now) != null) && windowAllows(1));
    }

    // ---- SACK -------------------------------------------------------------------------------------------------------

    /** Takes in what a SACK says. */
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
        limited |= outstanding.flightBytes() + congestion.mtuBytes() > congestion.windowBytes();
        boolean advanced = cumulative > outstanding.cumulativeTsn();
        outstanding.acknowledge(cumulative, sack.gapBlocks());
        peerWindowBytes = sack.advertisedWindow();
        for (long duplicate : sack.duplicates()) {
            noteDuplicate(duplicate, now);
        }
        measure(now);
        if (advanced || outstanding.ackedBytes() > 0) {
            context.peerAnswered();
            mtuSearch.progressed();
            moveWindow(advanced, cumulative, now);
        } else if (peerWindowBytes == 0) {
            context.peerAnswered(); // a peer that answers probes of its closed window lives
        }
        detectLosses(now);
        advanceAbandonment(now);
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
        if (!congestion.isRecovering()) {
            congestion.acknowledged(new CongestionController.Acknowledgement(
                    outstanding.ackedBytes(), advanced, limited, losses.newestRttNanos(), roundEnded, now));
        }
        if (probeMadeUp && !congestion.isRecovering()) {
            congestion.enterRecovery(cumulative); // a loss all the same, made up for already
        }
        limited = false;
    }

    /** A SHUTDOWN acknowledges cumulatively, and says nothing of the window. */
    void acknowledgedByShutdown(long wireTsn, long now) {
        if (Serial.unwrap32(outstanding.cumulativeTsn(), wireTsn) > outstanding.cumulativeTsn()) {
            acknowledged(new SackChunk(wireTsn, peerWindowBytes, new int[0], new long[0]), now);
        }
    }

    private void measure(long now) {
        if (measuredTsn == NOT_MEASURING) {
            return;
        }
        OutstandingChunk chunk = outstanding.find(measuredTsn);
        if (chunk == null || chunk.status == Status.ACKED) {
            rto.measured(now - measuredSentNanos);
            measuredTsn = NOT_MEASURING;
        } else if (chunk.status != Status.IN_FLIGHT || chunk.retransmits > 0) {
            measuredTsn = NOT_MEASURING;
        }
    }

    private void restartT3(boolean progressed, long now) {
        if (outstanding.isEmpty()) {
            context.timers.stop(SctpTimer.T3_RTX);
            congestion.idle();
        } else if (progressed || !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
        }
        tailProbe.arm(outstanding, congestion.isRecovering(), now);
    }

    // ---- loss and giving up -----------------------------------------------------------------------------------------

    /** The reordering window of a chunk may be over. */
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
            fastRetransmitDue = true;
        }
        loseAll(now);
        advanceAbandonment(now);
    }

    /** T3-rtx expired: all in flight is lost. */
    void timedOut(long now) {
        context.counters.t3Expirations++;
        congestion.timedOut();
        rto.backOff();
        tailProbe.reset();
        mtuSearch.timedOut(now);
        measuredTsn = NOT_MEASURING;
        fastRetransmitDue = false;
        scratch.clear();
        for (OutstandingChunk c = outstanding.sentOrder().oldest(); c != null; c = c.sentAfter) {
            scratch.add(c);
        }
        loseAll(now);
        advanceAbandonment(now);
        abandonment.repeat();
        context.timers.stop(SctpTimer.REORDERING);
        context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
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

    private void advanceAbandonment(long now) {
        if (abandonment.advance() && !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
        }
    }

    /** Nothing was heard of the last that was sent. */
    void probeTail(long now) {
        OutstandingChunk newest = outstanding.sentOrder().newest();
        if (newest == null) {
            return;
        }
        OutgoingMessage message = sendQueue.current(now);
        if (message != null && !abandonment.isOver(message, now) && outstanding.flightBytes() < peerWindowBytes) {
            sendNew(context.writer, message, now);
            tailProbe.sentNew();
        } else if (abandonment.mayProbe(newest)) {
            outstanding.probed(newest, now);
            context.counters.chunksRetransmitted++;
            context.writer.add(newest.data);
            tailProbe.repeated(newest, now);
        } else {
            return;
        }
        context.counters.tailProbes++;
        context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
        tailProbe.arm(outstanding, congestion.isRecovering(), now);
    }

    // ---- sending ----------------------------------------------------------------------------------------------------

    /** Sends what may be sent now, behind what the writer holds already. */
    void transmit(PacketWriter out, long now) {
        addSkip(out, now);
        if (!hasSendable(now)) {
            noteLimit(now);
            return;
        }
        congestion.mtuBytes(out.mtuBytes());
        if (outstanding.isEmpty() && lastSentNanos != NOT_MEASURING && now - lastSentNanos > rto.rtoNanos()) {
            congestion.rested((now - lastSentNanos) / rto.rtoNanos());
        }
        pacer.refill(congestion, rto.smoothedNanos(), now);
        long before = context.counters.bytesSent;
        while (fastRetransmitDue || pacer.allows()) {
            if (!fillPacket(out, now)) {
                break;
            }
            out.flush();
            pacer.sent((int) (context.counters.bytesSent - before));
            before = context.counters.bytesSent;
        }
        noteLimit(now);
        if (!pacer.allows() && hasSendable(now)) {
            context.timers.set(SctpTimer.PACING, pacer.nextNanos());
        } else {
            context.timers.stop(SctpTimer.PACING);
        }
        addSkip(out, now);
    }

    /** Whether there is more to send than the congestion window or the pace lets out, the peer's window set aside. */
    private void noteLimit(long now) {
        long flight = outstanding.flightBytes();
        limited |= (outstanding.nextLost() != null || sendQueue.current(now) != null)
                && flight + congestion.mtuBytes() <= peerWindowBytes;
    }

    private void addSkip(PacketWriter out, long now) {
        if (abandonment.isDue()) {
            SkipChunk skip = abandonment.take(now);
            if (skip != null) {
                out.add(skip);
            }
        }
    }

    private boolean fillPacket(PacketWriter out, long now) {
        boolean forced = fastRetransmitDue; // the first packet of a fast retransmit goes whatever the window
        fastRetransmitDue = false;
        boolean any = fillAgain(out, forced, now);
        if (forced && any) {
            return true;
        }
        return fillNew(out, any, now);
    }

    private boolean fillAgain(PacketWriter out, boolean forced, long now) {
        boolean any = false;
        for (OutstandingChunk chunk = outstanding.nextLost(); chunk != null; chunk = outstanding.nextLost()) {
            if (abandonment.isOver(chunk.message, now)) {
                abandonment.abandon(chunk.message);
                advanceAbandonment(now);
                continue;
            }
            if (!forced && !windowAllows(chunk.bytes())) {
                return any;
            }
            if (Tlv.padded(chunk.data.byteLength()) > out.roomBytes()) {
                if (any) {
                    return true;
                }
                out.flush();
            }
            outstanding.resent(chunk, now);
            context.counters.chunksRetransmitted++;
            out.add(chunk.data);
            startT3(chunk, now);
            any = true;
        }
        return any;
    }

    private boolean fillNew(PacketWriter out, boolean anyBefore, long now) {
        boolean any = anyBefore;
        if (outstanding.nextLost() != null) {
            return any;
        }
        for (OutgoingMessage m = sendQueue.current(now); m != null; m = sendQueue.current(now)) {
            if (abandonment.isOver(m, now)) {
                abandonment.abandon(m);
                advanceAbandonment(now);
                continue;
            }
            int bytes = fragmentBytes(m, out.roomBytes());
            if (bytes == 0) {
                if (any || !out.isOpen()) {
                    return any;
                }
                out.flush();
                bytes = fragmentBytes(m, out.roomBytes());
            }
            if (!windowAllows(bytes)) {
                return any;
            }
            send(out, m, bytes, now);
            any = true;
        }
        return any;
    }

    /** Sends a fragment of new data whatever the window. */
    private void sendNew(PacketWriter out, OutgoingMessage message, long now) {
        int bytes = fragmentBytes(message, out.roomBytes());
        if (bytes == 0) {
            out.flush();
            bytes = fragmentBytes(message, out.roomBytes());
        }
        send(out, message, bytes, now);
    }

    private void send(PacketWriter out, OutgoingMessage message, int bytes, long now) {
        long tsn = outstanding.nextTsn();
        if (bytes < message.remainingBytes()) {
            mtuSearch.wanted(now);
        }
        OutstandingChunk chunk = new OutstandingChunk(tsn, sendQueue.take(message, bytes, tsn), message);
        lastSentNanos = now;
        outstanding.sent(chunk, now);
        out.add(chunk.data);
        if (measuredTsn == NOT_MEASURING) {
            measuredTsn = tsn;
            measuredSentNanos = now;
        }
        startT3(chunk, now);
    }

    private void startT3(OutstandingChunk chunk, long now) {
        if (chunk.tsn == outstanding.cumulativeTsn() + 1 || !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
        }
        tailProbe.arm(outstanding, congestion.isRecovering(), now);
    }

    /** How much of a message goes into so much room; 0 where a fresh packet serves it better. */
    private int fragmentBytes(OutgoingMessage message, int roomBytes) {
        int header = sendQueue.headerBytes();
        int most = (context.writer.mtuBytes() - SctpPacket.HEADER_BYTES - header) & ~3;
        int room = Math.min((roomBytes - header) & ~3, most);
        if (message.remainingBytes() <= room) {
            return message.remainingBytes();
        }
        return room >= most / 2 ? room : 0;
    }

    private boolean windowAllows(int bytes) {
        long flight = outstanding.flightBytes();
        return flight == 0 || (flight + bytes <= congestion.windowBytes() && flight + bytes <= peerWindowBytes);
    }
}
