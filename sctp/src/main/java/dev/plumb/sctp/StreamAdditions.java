package dev.plumb.sctp;

import dev.plumb.sctp.packet.AddIncomingStreamsRequest;
import dev.plumb.sctp.packet.AddOutgoingStreamsRequest;
import dev.plumb.sctp.packet.ReConfigResponse;
import dev.plumb.sctp.packet.SctpParameter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Adds streams while the association stands, each way.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6525#section-5.1.5 RFC 6525 5.1.5, Sender-Side Procedures for the Add Outgoing Streams Request
 */
final class StreamAdditions {
    static final int STREAMS_AT_MOST = 65_535;

    private final SctpContext context;
    private final Tcb tcb;
    private final ArrayDeque<Addition> wanted = new ArrayDeque<>(1);
    /** Asked for and not answered yet, or about to be. */
    private int pendingOutgoing;

    private int pendingIncoming;

    StreamAdditions(SctpContext context, Tcb tcb) {
        this.context = context;
        this.tcb = tcb;
    }

    /** Returns whether this many streams, beyond those present and asked for, would be too many. */
    boolean areTooMany(int outgoing, int incoming) {
        return tcb.outgoingStreams + pendingOutgoing + outgoing > STREAMS_AT_MOST
                || tcb.inbound.streams() + pendingIncoming + incoming > STREAMS_AT_MOST;
    }

    /** Wants more streams. Each number may be 0. */
    void want(int outgoing, int incoming) {
        if (!tcb.capabilities.streamReset()) {
            context.emit(new SctpEvent.StreamsNotAdded(outgoing, incoming, "the peer does not know RE-CONFIG"));
            return;
        }
        if (outgoing > 0) {
            wantOutgoing(outgoing);
        }
        if (incoming > 0) {
            pendingIncoming += incoming;
            wanted.add(new Addition(incoming, false));
        }
    }

    private void wantOutgoing(int count) {
        pendingOutgoing += count;
        wanted.add(new Addition(count, true));
    }

    /** Returns the next request to the peer, or null if there is none. */
    ReConfigExchange.@Nullable Request next() {
        return wanted.poll();
    }

    /** Adds streams that the peer wants to send on. */
    long addIncoming(int count) {
        if (count == 0) {
            return ReConfigResponse.NOTHING_TO_DO;
        }
        if (tcb.inbound.streams() + count > STREAMS_AT_MOST) {
            return ReConfigResponse.DENIED;
        }
        tcb.inbound.streams(tcb.inbound.streams() + count);
        announce();
        return ReConfigResponse.PERFORMED;
    }

    /** Adds streams that the peer wants us to send on, for which we have to ask. */
    long addOutgoing(int count) {
        if (count == 0) {
            return ReConfigResponse.NOTHING_TO_DO;
        }
        if (areTooMany(count, 0) || !wanted.isEmpty()) {
            return ReConfigResponse.DENIED;
        }
        wantOutgoing(count);
        return ReConfigResponse.PERFORMED;
    }

    private void announce() {
        if (context.state instanceof SctpState.Established) {
            context.to(new SctpState.Established(tcb.outgoingStreams, tcb.inbound.streams()), "streams were added");
        }
    }

    /** More streams of one direction. */
    private final class Addition implements ReConfigExchange.Request {
        private final int count;
        private final boolean outgoing;

        Addition(int count, boolean outgoing) {
            this.count = count;
            this.outgoing = outgoing;
        }

        @Override
        public SctpParameter toParameter(long number, long answeredNumber) {
            return outgoing
                    ? new AddOutgoingStreamsRequest(number, count)
                    : new AddIncomingStreamsRequest(number, count);
        }

        @Override
        public void answered(long result) {
            if (outgoing) {
                pendingOutgoing -= count;
            } else {
                pendingIncoming -= count;
            }
            boolean done = result == ReConfigResponse.PERFORMED || result == ReConfigResponse.NOTHING_TO_DO;
            if (done && outgoing) {
                tcb.outgoingStreams += count;
                announce();
            } else if (!done) {
                context.emit(new SctpEvent.StreamsNotAdded(
                        outgoing ? count : 0, outgoing ? 0 : count, "the peer answered " + result));
            }
            // where the peer is to add streams, it does so by a request of its own
        }
    }
}
