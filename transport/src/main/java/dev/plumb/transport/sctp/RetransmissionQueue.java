package dev.plumb.transport.sctp;

import dev.plumb.transport.sctp.OutstandingChunk.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what DATA goes out when: new, again, or not any more.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 * @spec https://www.rfc-editor.org/rfc/rfc3758#section-3.5 RFC 3758 3.5, Sender Side Implementation of PR-SCTP
 */
final class RetransmissionQueue {
    private static final long NOT_MEASURING = Long.MIN_VALUE;
    private static final int SKIPPED_STREAMS_AT_MOST = 50;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final boolean partialReliability;
    private final int maxFragmentBytes;
    private final OutstandingData outstanding;
    private final CongestionController congestion;
    private final RtoEstimator rto;
    private final List<OutstandingChunk> scratch = new ArrayList<>();
    private long peerWindowBytes;
    private boolean fastRetransmitDue;

    private long measuredTsn = NOT_MEASURING;
    private long measuredSentNanos;

    /** Up to here all is acknowledged or abandoned. */
    private long ackPoint;

    private long forwardedPoint;
    private long forwardedNanos;
    private boolean forwardDue;

    RetransmissionQueue(
            SctpContext context,
            SendQueue sendQueue,
            RtoEstimator rto,
            long initialTsn,
            long peerWindowBytes,
            boolean partialReliability) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.rto = rto;
        this.partialReliability = partialReliability;
        this.peerWindowBytes = peerWindowBytes;
        this.maxFragmentBytes =
                (context.config.mtuBytes() - SctpPacket.HEADER_BYTES - DataChunk.DATA_HEADER_BYTES) & ~3;
        this.outstanding = new OutstandingData(initialTsn);
        this.congestion = new CongestionController(context.config, peerWindowBytes);
        this.ackPoint = initialTsn - 1;
        this.forwardedPoint = ackPoint;
    }

    OutstandingData outstanding() {
        return outstanding;
    }

    CongestionController congestion() {
        return congestion;
    }

    /** Whether DATA would go out now. */
    boolean hasSendable(long nowNanos) {
        return fastRetransmitDue
                || ((outstanding.nextLost() != null || sendQueue.current(nowNanos) != null) && windowAllows(1));
    }

    // ---- SACK -------------------------------------------------------------------------------------------------------

    /** Takes in what a SACK says. */
    void acknowledged(SackChunk sack, long nowNanos) {
        long cumulative = Serial.unwrap32(outstanding.cumulativeTsn(), sack.cumulativeTsn());
        if (cumulative < outstanding.cumulativeTsn()) {
            return;
        }
        if (!outstanding.isPlausible(cumulative, sack.gapBlocks())) {
            context.counters.protocolErrors++;
            return;
        }
        long flightBefore = outstanding.flightBytes();
        boolean advanced = cumulative > outstanding.cumulativeTsn();
        scratch.clear();
        outstanding.acknowledge(cumulative, sack.gapBlocks(), advanced && congestion.isRecovering(), scratch);
        peerWindowBytes = sack.advertisedWindow();
        measure(nowNanos);
        if (advanced || outstanding.ackedBytes() > 0) {
            context.peerAnswered();
            congestion.acknowledged(advanced, cumulative, outstanding.ackedBytes(), flightBefore);
        } else if (peerWindowBytes == 0) {
            context.peerAnswered(); // a peer that answers probes of its closed window lives
        }
        fastRetransmit(nowNanos);
        advanceAckPoint(nowNanos);
        if (ackPoint > cumulative && nowNanos - forwardedNanos > rto.smoothedNanos()) {
            forwardDue = true;
        }
        restartT3(advanced, nowNanos);
    }

    /** A SHUTDOWN acknowledges cumulatively, and says nothing of the window. */
    void acknowledgedByShutdown(long wireTsn, long nowNanos) {
        if (Serial.unwrap32(outstanding.cumulativeTsn(), wireTsn) > outstanding.cumulativeTsn()) {
            acknowledged(new SackChunk(wireTsn, peerWindowBytes, new int[0], new long[0]), nowNanos);
        }
    }

    private void measure(long nowNanos) {
        if (measuredTsn == NOT_MEASURING) {
            return;
        }
        OutstandingChunk chunk = outstanding.find(measuredTsn);
        if (chunk == null || chunk.status == Status.ACKED) {
            rto.measured(nowNanos - measuredSentNanos);
            measuredTsn = NOT_MEASURING;
        } else if (chunk.status != Status.IN_FLIGHT) {
            measuredTsn = NOT_MEASURING;
        }
    }

    private void fastRetransmit(long nowNanos) {
        if (scratch.isEmpty()) {
            return;
        }
        if (!congestion.isRecovering()) {
            congestion.enterRecovery(outstanding.nextTsn() - 1);
            context.counters.fastRetransmits++;
            fastRetransmitDue = true;
        }
        for (OutstandingChunk chunk : scratch) {
            chunk.fastRetransmitted = true;
            lose(chunk, nowNanos);
        }
    }

    private void restartT3(boolean advanced, long nowNanos) {
        if (outstanding.isEmpty()) {
            context.timers.stop(SctpTimer.T3_RTX);
            congestion.idle();
        } else if (advanced || !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, nowNanos + rto.rtoNanos());
        }
    }

    // ---- loss and giving up -----------------------------------------------------------------------------------------

    /** T3-rtx expired: all in flight is lost. */
    void timedOut(long nowNanos) {
        context.counters.t3Expirations++;
        congestion.timedOut();
        rto.backOff();
        measuredTsn = NOT_MEASURING;
        fastRetransmitDue = false;
        scratch.clear();
        outstanding.collectInFlight(scratch);
        for (OutstandingChunk chunk : scratch) {
            chunk.fastRetransmitted = false;
            lose(chunk, nowNanos);
        }
        advanceAckPoint(nowNanos);
        forwardDue |= ackPoint > outstanding.cumulativeTsn();
        context.timers.set(SctpTimer.T3_RTX, nowNanos + rto.rtoNanos());
    }

    private void lose(OutstandingChunk chunk, long nowNanos) {
        if (chunk.status != Status.IN_FLIGHT) {
            return; // its message was given up with another fragment
        }
        OutgoingMessage message = chunk.message;
        if (partialReliability && (chunk.retransmits >= message.maxRetransmits || message.isExpired(nowNanos))) {
            abandon(message);
        } else {
            outstanding.markLost(chunk);
        }
    }

    private void abandon(OutgoingMessage message) {
        if (message.abandoned) {
            return;
        }
        message.abandoned = true;
        context.counters.messagesAbandoned++;
        if (!message.isWhollyTaken()) {
            // The receiver must learn that the rest does not come, even where it acknowledged all so far.
            sendQueue.discardRest(message);
            long tsn = outstanding.nextTsn();
            DataChunk rest = new DataChunk(
                    Serial.wire32(tsn),
                    message.stream.id,
                    message.ssn,
                    message.ppid,
                    false,
                    !message.ordered,
                    false,
                    true,
                    message.payload,
                    0,
                    0);
            message.lastTsn = tsn;
            message.stream.lastTsn = tsn;
            outstanding.addAbandoned(new OutstandingChunk(tsn, rest, message));
        }
        outstanding.abandon(message);
    }

    private void advanceAckPoint(long nowNanos) {
        ackPoint = Math.max(ackPoint, outstanding.cumulativeTsn());
        OutstandingChunk next = outstanding.find(ackPoint + 1);
        while (next != null && next.status == Status.ABANDONED) {
            ackPoint++;
            next = outstanding.find(ackPoint + 1);
        }
        if (ackPoint > outstanding.cumulativeTsn() && ackPoint > forwardedPoint) {
            forwardDue = true;
        }
        if (ackPoint > outstanding.cumulativeTsn() && !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, nowNanos + rto.rtoNanos());
        }
    }

    /** The FORWARD TSN that is due; null where none is. */
    private @Nullable ForwardTsnChunk forwardTsn(long nowNanos) {
        long cumulative = outstanding.cumulativeTsn();
        if (!forwardDue || ackPoint <= cumulative) {
            forwardDue = false;
            return null;
        }
        forwardDue = false;
        Map<Integer, Integer> skipped = new LinkedHashMap<>();
        long point = cumulative;
        for (OutstandingChunk c = outstanding.find(point + 1);
                c != null && point < ackPoint;
                c = outstanding.find(point + 1)) {
            OutgoingMessage message = c.message;
            if (message.ordered) {
                if (skipped.size() == SKIPPED_STREAMS_AT_MOST && !skipped.containsKey(message.stream.id)) {
                    break;
                }
                skipped.put(message.stream.id, message.ssn);
            }
            point++;
        }
        forwardedPoint = point;
        forwardedNanos = nowNanos;
        int[] pairs = skipped.entrySet().stream()
                .flatMapToInt(e -> IntStream.of(e.getKey(), e.getValue()))
                .toArray();
        return new ForwardTsnChunk(Serial.wire32(point), pairs);
    }

    // ---- sending ----------------------------------------------------------------------------------------------------

    /** Sends what may be sent now, behind what the writer holds already. */
    void transmit(PacketWriter out, long nowNanos) {
        ForwardTsnChunk forward = forwardTsn(nowNanos);
        if (forward != null) {
            out.add(forward);
        }
        for (int packets = 0; packets < context.config.maxBurstPackets(); packets++) {
            if (!fillPacket(out, nowNanos)) {
                break;
            }
            out.flush();
        }
        if (forwardDue) {
            ForwardTsnChunk later = forwardTsn(nowNanos);
            if (later != null) {
                out.add(later);
            }
        }
    }

    private boolean fillPacket(PacketWriter out, long nowNanos) {
        boolean forced = fastRetransmitDue; // the first packet of a fast retransmit goes whatever the window
        fastRetransmitDue = false;
        boolean any = fillAgain(out, forced, nowNanos);
        if (forced && any) {
            return true;
        }
        return fillNew(out, any, nowNanos);
    }

    private boolean fillAgain(PacketWriter out, boolean forced, long nowNanos) {
        boolean any = false;
        for (OutstandingChunk chunk = outstanding.nextLost(); chunk != null; chunk = outstanding.nextLost()) {
            if (partialReliability && chunk.message.isExpired(nowNanos)) {
                abandon(chunk.message);
                advanceAckPoint(nowNanos);
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
            outstanding.resent(chunk);
            context.counters.chunksRetransmitted++;
            out.add(chunk.data);
            startT3(chunk, nowNanos);
            any = true;
        }
        return any;
    }

    private boolean fillNew(PacketWriter out, boolean anyBefore, long nowNanos) {
        boolean any = anyBefore;
        if (outstanding.nextLost() != null) {
            return any;
        }
        for (OutgoingMessage m = sendQueue.current(nowNanos); m != null; m = sendQueue.current(nowNanos)) {
            if (partialReliability && m.isExpired(nowNanos)) {
                abandon(m);
                advanceAckPoint(nowNanos);
                continue;
            }
            int bytes = fragmentBytes(m, out.roomBytes() - DataChunk.DATA_HEADER_BYTES);
            if (bytes == 0) {
                if (any || !out.isOpen()) {
                    return any;
                }
                out.flush();
                bytes = fragmentBytes(m, out.roomBytes() - DataChunk.DATA_HEADER_BYTES);
            }
            if (!windowAllows(bytes)) {
                return any;
            }
            long tsn = outstanding.nextTsn();
            OutstandingChunk chunk = new OutstandingChunk(tsn, sendQueue.take(m, bytes, tsn), m);
            outstanding.sent(chunk);
            out.add(chunk.data);
            if (measuredTsn == NOT_MEASURING) {
                measuredTsn = tsn;
                measuredSentNanos = nowNanos;
            }
            startT3(chunk, nowNanos);
            any = true;
        }
        return any;
    }

    private void startT3(OutstandingChunk chunk, long nowNanos) {
        if (chunk.tsn == outstanding.cumulativeTsn() + 1 || !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, nowNanos + rto.rtoNanos());
        }
    }

    /** How much of a message goes into so much room; 0 where a fresh packet serves it better. */
    private int fragmentBytes(OutgoingMessage message, int roomBytes) {
        int room = Math.min(roomBytes & ~3, maxFragmentBytes);
        if (message.remainingBytes() <= room) {
            return message.remainingBytes();
        }
        return room >= maxFragmentBytes / 2 ? room : 0;
    }

    private boolean windowAllows(int bytes) {
        long flight = outstanding.flightBytes();
        return flight == 0 || (flight + bytes <= congestion.windowBytes() && flight + bytes <= peerWindowBytes);
    }
}
