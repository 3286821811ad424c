package dev.plumb.sctp;

import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.AddIncomingStreamsRequest;
import dev.plumb.sctp.packet.AddOutgoingStreamsRequest;
import dev.plumb.sctp.packet.IncomingSsnResetRequest;
import dev.plumb.sctp.packet.OutgoingSsnResetRequest;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.ReConfigResponse;
import dev.plumb.sctp.packet.SctpParameter;
import dev.plumb.sctp.packet.SsnTsnResetRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes streams by agreement: makes one request at a time until it is answered, and answers each of the peer's once.
 * {@link StreamResets} and {@link StreamAdditions} make the requests and carry them out.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-5 RFC 6525 5, Procedures
 */
final class ReConfigExchange {
    private static final long NO_RESULT = -1;
    private static final int RESPONSES_A_CHUNK = 2;

    private final SctpContext context;
    private final Tcb tcb;
    private final StreamResets resets;
    private final StreamAdditions additions;

    /** The present request to the peer; null where there is none. */
    private @Nullable Request request;

    private long requestNumber;
    private long nextRequestNumber;
    private boolean renumber;
    private long expectedNumber;
    /** Results of the peer's last two requests, which may have come in one chunk, the later one first. */
    private long lastResult = NO_RESULT;

    private long resultBefore = NO_RESULT;

    /** Something asked of the peer. */
    interface Request {
        /**
         * Returns the parameter on the wire.
         *
         * @param number the number of this request
         * @param answeredNumber the number of the peer's last request that was answered
         */
        SctpParameter toParameter(long number, long answeredNumber);

        /** Handles the peer's answer, one of {@link ReConfigResponse}'s, except those that mean "later". */
        void answered(long result);
    }

    ReConfigExchange(SctpContext context, SendQueue sendQueue, Tcb tcb, StateCookie agreed) {
        this.context = context;
        this.tcb = tcb;
        this.resets = new StreamResets(context, sendQueue, tcb);
        this.additions = new StreamAdditions(context, tcb);
        this.nextRequestNumber = agreed.localInitialTsn();
        this.expectedNumber = agreed.peerInitialTsn();
    }

    StreamResets resets() {
        return resets;
    }

    StreamAdditions additions() {
        return additions;
    }

    /** Makes a request where none is under way and one is wanted. */
    void transmit(long nowNanos) {
        if (request == null) {
            Request next = additions.next();
            request = next == null ? resets.next() : next;
            if (request != null) {
                requestNumber = nextRequestNumber++;
                send(request, nowNanos);
            }
        }
    }

    private void send(Request sent, long nowNanos) {
        context.writer.add(new ReConfigChunk(
                List.of(sent.toParameter(Serial.wire32(requestNumber), Serial.wire32(expectedNumber - 1)))));
        context.timers.set(SctpTimer.RECONFIG, nowNanos + tcb.rto.rtoNanos());
    }

    /** Repeats a request that was not answered, or that is to be made again. */
    void timedOut(long nowNanos) {
        Request again = request;
        if (again == null) {
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
        send(again, nowNanos);
    }

    /** Handles requests and responses. */
    void receive(ReConfigChunk chunk, long nowNanos) {
        List<SctpParameter> responses = new ArrayList<>(RESPONSES_A_CHUNK);
        for (SctpParameter parameter : chunk.parameters()) {
            switch (parameter) {
                case OutgoingSsnResetRequest r -> responses.add(answer(r.requestNumber(), r));
                case IncomingSsnResetRequest r -> responses.add(answer(r.requestNumber(), r));
                case SsnTsnResetRequest r -> responses.add(answer(r.requestNumber(), r));
                case AddOutgoingStreamsRequest r -> responses.add(answer(r.requestNumber(), r));
                case AddIncomingStreamsRequest r -> responses.add(answer(r.requestNumber(), r));
                case ReConfigResponse r -> answered(r, nowNanos);
                default -> context.counters.protocolErrors++;
            }
            if (responses.size() == RESPONSES_A_CHUNK) {
                break;
            }
        }
        if (!responses.isEmpty()) {
            context.writer.add(new ReConfigChunk(responses));
        }
    }

    private ReConfigResponse answer(long number, SctpParameter asked) {
        if (number == Serial.wire32(expectedNumber)) {
            expectedNumber++;
            resultBefore = lastResult;
            lastResult = perform(asked);
            return new ReConfigResponse(number, lastResult);
        }
        if (lastResult != NO_RESULT && number == Serial.wire32(expectedNumber - 1)) {
            lastResult = again(lastResult, asked);
            return new ReConfigResponse(number, lastResult);
        }
        if (resultBefore != NO_RESULT && number == Serial.wire32(expectedNumber - 2)) {
            resultBefore = again(resultBefore, asked);
            return new ReConfigResponse(number, resultBefore);
        }
        return new ReConfigResponse(number, ReConfigResponse.BAD_SEQUENCE_NUMBER);
    }

    /** Handles a repeated request. An action that was done is not done twice. */
    private long again(long result, SctpParameter asked) {
        return result == ReConfigResponse.IN_PROGRESS ? perform(asked) : result;
    }

    private long perform(SctpParameter asked) {
        return switch (asked) {
            case OutgoingSsnResetRequest r -> resets.perform(r);
            case AddOutgoingStreamsRequest r -> additions.addIncoming(r.newStreams());
            case AddIncomingStreamsRequest r -> additions.addOutgoing(r.newStreams());
            // data channels end by each side's own reset; nobody begins another's streams or TSNs anew
            default -> ReConfigResponse.DENIED;
        };
    }

    private void answered(ReConfigResponse response, long nowNanos) {
        Request asked = request;
        if (asked == null || response.responseNumber() != Serial.wire32(requestNumber)) {
            return;
        }
        context.peerAnswered();
        if (response.result() == ReConfigResponse.IN_PROGRESS
                || response.result() == ReConfigResponse.ALREADY_IN_PROGRESS) {
            renumber = true;
            context.timers.set(SctpTimer.RECONFIG, nowNanos + tcb.rto.rtoNanos());
            return;
        }
        request = null;
        renumber = false;
        context.timers.stop(SctpTimer.RECONFIG);
        asked.answered(response.result());
    }
}
