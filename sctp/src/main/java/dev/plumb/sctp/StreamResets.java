package dev.plumb.sctp;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.OutgoingSsnResetRequest;
import dev.plumb.sctp.packet.ReConfigResponse;
import dev.plumb.sctp.packet.SctpParameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Begins streams anew: ours once all that was sent on them has arrived, the peer's when it says so.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-5.1.2 RFC 6525 5.1.2, Sender-Side Procedures for the Outgoing SSN Reset Request
 */
final class StreamResets {
    private static final int STREAMS_A_REQUEST = 100;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final Tcb tcb;
    /** Streams to begin anew of which nothing waits to be sent, by the last TSN that is to arrive first. */
    private final PriorityQueue<OutgoingStream> draining =
            new PriorityQueue<>(Comparator.comparingLong(OutgoingStream::lastTsnOrNone));

    StreamResets(SctpContext context, SendQueue sendQueue, Tcb tcb) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.tcb = tcb;
    }

    /** Wants outgoing streams to begin anew, once what waits on them has arrived. */
    void want(List<Integer> streamIds) {
        if (!tcb.capabilities.streamReset()) {
            context.emit(new SctpEvent.OutgoingResetFailed(streamIds, "the peer does not know RE-CONFIG"));
            return;
        }
        for (int id : streamIds) {
            OutgoingStream stream = sendQueue.stream(id);
            if (!stream.resetting) {
                stream.resetting = true;
                if (stream.messages.isEmpty()) {
                    draining.add(stream);
                } // else SendQueue says when it is empty
            }
        }
    }

    /** Returns the next request to the peer, or null if no stream is ready. */
    ReConfigExchange.@Nullable Request next() {
        for (OutgoingStream s = sendQueue.pollEmptied(); s != null; s = sendQueue.pollEmptied()) {
            draining.add(s);
        }
        if (draining.isEmpty() || !hasArrived(draining.peek())) {
            return null;
        }
        List<Integer> drained = new ArrayList<>();
        while (!draining.isEmpty() && hasArrived(draining.peek()) && drained.size() < STREAMS_A_REQUEST) {
            drained.add(draining.poll().id);
        }
        return new Reset(List.copyOf(drained));
    }

    private boolean hasArrived(OutgoingStream stream) {
        return stream.lastTsnOrNone() <= tcb.retransmission.outstanding().cumulativeTsn();
    }

    /** Resets streams that the peer sends on. */
    long perform(OutgoingSsnResetRequest request) {
        if (!tcb.inbound.hasAllThrough(request.lastTsn())) {
            return ReConfigResponse.IN_PROGRESS;
        }
        for (int id : request.streamIds()) {
            if (id >= tcb.inbound.streams()) {
                return ReConfigResponse.WRONG_SSN;
            }
        }
        tcb.inbound.resetStreams(request.streamIds());
        context.emit(new SctpEvent.IncomingStreamsReset(List.copyOf(request.streamIds())));
        return ReConfigResponse.PERFORMED;
    }

    /** Streams that have drained are to begin anew. */
    private final class Reset implements ReConfigExchange.Request {
        private final List<Integer> streamIds;

        Reset(List<Integer> streamIds) {
            this.streamIds = streamIds;
        }

        @Override
        public SctpParameter toParameter(long number, long answeredNumber) {
            // All of these streams is acknowledged, so the acknowledged TSN stands for the last assigned one: a
            // receiver
            // that is busy with other streams need not put the request off.
            long lastTsn = tcb.retransmission.outstanding().cumulativeTsn();
            return new OutgoingSsnResetRequest(number, answeredNumber, Serial.wire32(lastTsn), streamIds);
        }

        @Override
        public void answered(long result) {
            if (result == ReConfigResponse.PERFORMED || result == ReConfigResponse.NOTHING_TO_DO) {
                streamIds.forEach(id -> sendQueue.stream(id).reset());
                context.emit(new SctpEvent.OutgoingStreamsReset(streamIds));
            } else {
                streamIds.forEach(id -> sendQueue.stream(id).resetting = false);
                context.emit(new SctpEvent.OutgoingResetFailed(streamIds, "the peer answered " + result));
            }
        }
    }
}
