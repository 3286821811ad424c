package dev.plumb.sctp;

import dev.plumb.sctp.OutstandingChunk.Status;
import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.IForwardTsnChunk;
import dev.plumb.sctp.packet.SkipChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.UserData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The abandonment of messages whose limits are reached. Messages are given up whole, and the peer is told not to wait
 * for them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3758#section-3.5 RFC 3758 3.5, Sender Side Implementation of PR-SCTP
 * @spec https://www.rfc-editor.org/rfc/rfc7496#section-3 RFC 7496 3, Additional PR-SCTP Policies
 */
final class Abandonment {
    private static final int SKIPPED_STREAMS_AT_MOST = 50;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final OutstandingData outstanding;
    private final RtoEstimator rto;
    private final NegotiatedCapabilities capabilities;

    /** The TSN up to which everything is acknowledged or abandoned. */
    private long ackPoint;

    private long forwardedPoint;
    private long forwardedNanos;
    private boolean due;

    Abandonment(
            SctpContext context,
            SendQueue sendQueue,
            OutstandingData outstanding,
            RtoEstimator rto,
            NegotiatedCapabilities capabilities) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.outstanding = outstanding;
        this.rto = rto;
        this.capabilities = capabilities;
        this.ackPoint = outstanding.cumulativeTsn();
        this.forwardedPoint = ackPoint;
    }

    /** Returns whether a message is not to be sent any more. */
    boolean isOver(OutgoingMessage message, long nowNanos) {
        return capabilities.partialReliability() && message.isExpired(nowNanos);
    }

    /** Returns whether a lost chunk is not to be retransmitted. */
    boolean isOver(OutstandingChunk chunk, long nowNanos) {
        return capabilities.partialReliability()
                && (chunk.retransmits >= chunk.message.maxRetransmits || chunk.message.isExpired(nowNanos));
    }

    /** Returns whether a chunk may be sent once more without having been lost. */
    boolean mayProbe(OutstandingChunk chunk) {
        return chunk.retransmits < chunk.message.maxRetransmits;
    }

    /** Abandons a message, whatever part of it has arrived. */
    void abandon(OutgoingMessage message) {
        if (message.abandoned) {
            return;
        }
        message.abandoned = true;
        context.counters.messagesAbandoned++;
        if (!message.isWhollyTaken()) {
            // The receiver must learn that the rest does not come, even where it acknowledged all so far.
            long tsn = outstanding.nextTsn();
            UserData rest = sendQueue.fragment(message, 0, tsn);
            sendQueue.discardRest(message);
            message.lastTsn = tsn;
            message.stream.lastTsn = tsn;
            outstanding.addAbandoned(new OutstandingChunk(tsn, rest, message));
        }
        outstanding.abandon(message);
    }

    /** Advances the point after more was acknowledged or abandoned. The peer may have to be told. */
    void advance(long nowNanos) {
        ackPoint = Math.max(ackPoint, outstanding.cumulativeTsn());
        OutstandingChunk next = outstanding.find(ackPoint + 1);
        while (next != null && next.status == Status.ABANDONED) {
            ackPoint++;
            next = outstanding.find(ackPoint + 1);
        }
        boolean waits = ackPoint > outstanding.cumulativeTsn();
        due |= waits && ackPoint > forwardedPoint;
        if (waits && !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, nowNanos + rto.rtoNanos());
        }
    }

    /** Repeats the report where a SACK shows, a round trip later, that the peer has not received it. */
    void repeatWhereOld(long nowNanos) {
        due |= ackPoint > outstanding.cumulativeTsn() && nowNanos - forwardedNanos > rto.smoothedNanos();
    }

    /** Repeats the report after T3 expired. */
    void repeat() {
        due |= ackPoint > outstanding.cumulativeTsn();
    }

    boolean isDue() {
        return due;
    }

    /** Returns the chunk to tell the peer, or null if there is none. */
    @Nullable
    SkipChunk take(long nowNanos) {
        boolean wanted = due && ackPoint > outstanding.cumulativeTsn();
        due = false;
        if (!wanted) {
            return null;
        }
        Map<SkippedStream, Long> skipped = new LinkedHashMap<>();
        long point = outstanding.cumulativeTsn();
        for (OutstandingChunk c = outstanding.find(point + 1);
                c != null && point < ackPoint;
                c = outstanding.find(point + 1)) {
            OutgoingMessage message = c.message;
            if (message.ordered || capabilities.interleaving()) {
                SkippedStream stream = new SkippedStream(message.stream.id, !message.ordered, 0);
                if (skipped.size() == SKIPPED_STREAMS_AT_MOST && !skipped.containsKey(stream)) {
                    break;
                }
                skipped.put(stream, message.number);
            }
            point++;
        }
        forwardedPoint = point;
        forwardedNanos = nowNanos;
        List<SkippedStream> list = new ArrayList<>(skipped.size());
        skipped.forEach((s, number) -> list.add(new SkippedStream(s.streamId(), s.unordered(), number)));
        long tsn = Serial.wire32(point);
        return capabilities.interleaving() ? new IForwardTsnChunk(tsn, list) : new ForwardTsnChunk(tsn, list);
    }
}
