package dev.plumb.transport.sctp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Begins streams anew, one request at a time, and answers the peer's requests.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-5 RFC 6525 5, Procedures
 */
final class StreamResetHandler {
    private static final int STREAMS_A_REQUEST = 100;
    private static final long NO_RESULT = -1;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final Tcb tcb;
    private final Set<Integer> wanted = new LinkedHashSet<>();

    /** Streams of the request under way; empty where there is none. */
    private List<Integer> requested = List.of();

    private long requestNumber;
    private long nextRequestNumber;
    private boolean renumber;
    private long expectedNumber;
    private long lastResult = NO_RESULT;

    StreamResetHandler(SctpContext context, SendQueue sendQueue, Tcb tcb, long localInitialTsn, long peerInitialTsn) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.tcb = tcb;
        this.nextRequestNumber = localInitialTsn;
        this.expectedNumber = peerInitialTsn;
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
                wanted.add(id);
            }
        }
    }

    /** Sends a request where none is under way and streams have drained. */
    void transmit(long nowNanos) {
        if (!requested.isEmpty() || wanted.isEmpty()) {
            return;
        }
        List<Integer> drained = new ArrayList<>();
        Iterator<Integer> ids = wanted.iterator();
        while (ids.hasNext() && drained.size() < STREAMS_A_REQUEST) {
            int id = ids.next();
            if (isDrained(sendQueue.stream(id))) {
                drained.add(id);
                ids.remove();
            }
        }
        if (!drained.isEmpty()) {
            requested = List.copyOf(drained);
            requestNumber = nextRequestNumber++;
            sendRequest(nowNanos);
        }
    }

    private boolean isDrained(OutgoingStream stream) {
        return stream.messages.isEmpty()
                && (!stream.used
                        || stream.lastTsn <= tcb.retransmission.outstanding().cumulativeTsn());
    }

    private void sendRequest(long nowNanos) {
        // All of these streams is acknowledged, so the acknowledged TSN stands for the last assigned one: a receiver
        // that is busy with other streams need not put the request off.
        long lastTsn = tcb.retransmission.outstanding().cumulativeTsn();
        context.writer.add(new ReConfigChunk(List.of(new OutgoingSsnResetRequest(
                Serial.wire32(requestNumber), Serial.wire32(expectedNumber - 1), Serial.wire32(lastTsn), requested))));
        context.timers.set(SctpTimer.RECONFIG, nowNanos + tcb.rto.rtoNanos());
    }

    /** The request was not answered, or is to be made again. */
    void timedOut(long nowNanos) {
        if (requested.isEmpty()) {
            return;
        }
        if (renumber) {
            renumber = false;
            requestNumber = nextRequestNumber++;
        } else {
            if (context.peerSilent("RE-CONFIG")) {
                return;
            }
            tcb.rto.backOff();
        }
        sendRequest(nowNanos);
    }

    /** Takes in requests and responses. */
    void receive(ReConfigChunk chunk, long nowNanos) {
        List<SctpParameter> responses = new ArrayList<>(2);
        for (SctpParameter parameter : chunk.parameters()) {
            switch (parameter) {
                case OutgoingSsnResetRequest r -> responses.add(answer(r));
                case IncomingSsnResetRequest r -> responses.add(deny(r.requestNumber()));
                case SsnTsnResetRequest r -> responses.add(deny(r.requestNumber()));
                case AddOutgoingStreamsRequest r -> responses.add(deny(r.requestNumber()));
                case AddIncomingStreamsRequest r -> responses.add(deny(r.requestNumber()));
                case ReConfigResponse r -> answered(r, nowNanos);
                default -> context.counters.protocolErrors++;
            }
            if (responses.size() == 2) {
                break;
            }
        }
        if (!responses.isEmpty()) {
            context.writer.add(new ReConfigChunk(responses));
        }
    }

    private ReConfigResponse answer(OutgoingSsnResetRequest request) {
        if (isRepeated(request.requestNumber())) {
            if (lastResult == ReConfigResponse.IN_PROGRESS) {
                lastResult = perform(request);
            }
        } else if (isExpected(request.requestNumber())) {
            expectedNumber++;
            lastResult = perform(request);
        } else {
            return new ReConfigResponse(request.requestNumber(), ReConfigResponse.BAD_SEQUENCE_NUMBER);
        }
        return new ReConfigResponse(request.requestNumber(), lastResult);
    }

    private ReConfigResponse deny(long number) {
        if (isExpected(number)) {
            expectedNumber++;
            lastResult = ReConfigResponse.DENIED;
        }
        return new ReConfigResponse(number, ReConfigResponse.DENIED);
    }

    private boolean isExpected(long number) {
        return number == Serial.wire32(expectedNumber);
    }

    private boolean isRepeated(long number) {
        return lastResult != NO_RESULT && number == Serial.wire32(expectedNumber - 1);
    }

    private long perform(OutgoingSsnResetRequest request) {
        if (!tcb.inbound.hasAllThrough(request.lastTsn())) {
            return ReConfigResponse.IN_PROGRESS;
        }
        for (int id : request.streamIds()) {
            if (id >= tcb.capabilities.incomingStreams()) {
                return ReConfigResponse.WRONG_SSN;
            }
        }
        tcb.inbound.resetStreams(request.streamIds());
        context.emit(new SctpEvent.IncomingStreamsReset(List.copyOf(request.streamIds())));
        return ReConfigResponse.PERFORMED;
    }

    private void answered(ReConfigResponse response, long nowNanos) {
        if (requested.isEmpty() || response.responseNumber() != Serial.wire32(requestNumber)) {
            return;
        }
        context.peerAnswered();
        if (response.result() == ReConfigResponse.IN_PROGRESS
                || response.result() == ReConfigResponse.ALREADY_IN_PROGRESS) {
            renumber = true;
            context.timers.set(SctpTimer.RECONFIG, nowNanos + tcb.rto.rtoNanos());
            return;
        }
        List<Integer> done = requested;
        requested = List.of();
        renumber = false;
        context.timers.stop(SctpTimer.RECONFIG);
        if (response.result() == ReConfigResponse.PERFORMED || response.result() == ReConfigResponse.NOTHING_TO_DO) {
            done.forEach(id -> sendQueue.stream(id).reset());
            context.emit(new SctpEvent.OutgoingStreamsReset(done));
        } else {
            done.forEach(id -> sendQueue.stream(id).resetting = false);
            context.emit(new SctpEvent.OutgoingResetFailed(done, "the peer answered " + response.result()));
        }
    }
}
