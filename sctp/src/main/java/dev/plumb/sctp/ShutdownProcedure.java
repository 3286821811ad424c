package dev.plumb.sctp;

import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;

/**
 * The graceful end.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-9.2 RFC 9260 9.2, Shutdown of an Association
 */
final class ShutdownProcedure {
    private static final int GUARD_RTOS = 5;

    private final SctpContext context;
    private final SendQueue sendQueue;
    /** The peer had all up to here when the guard was set last. */
    private long drainedTsn;

    ShutdownProcedure(SctpContext context, SendQueue sendQueue) {
        this.context = context;
        this.sendQueue = sendQueue;
    }

    /** Begins the shutdown for the application. */
    void begin(long nowNanos) {
        if (context.state instanceof SctpState.Established) {
            context.to(new SctpState.ShutdownPending(), "shutdown");
            setGuard(nowNanos);
        } else if (context.state.acceptsMessages()) {
            context.abort(
                    SctpState.Cause.SHUTDOWN,
                    "shut down before it was connected",
                    ErrorCause.withText(ErrorCause.USER_INITIATED_ABORT, "shutdown"));
        }
    }

    /** Continues the shutdown once all queued data has arrived. */
    void proceed(Tcb tcb, long nowNanos) {
        OutstandingData outstanding = tcb.retransmission.outstanding();
        if (!sendQueue.isEmpty() || !outstanding.isEmpty()) {
            if (context.timers.running(SctpTimer.T5_SHUTDOWN_GUARD) && outstanding.cumulativeTsn() != drainedTsn) {
                drainedTsn = outstanding.cumulativeTsn();
                setGuard(nowNanos); // a drain may take long, as long as it goes on
            }
            return;
        }
        if (context.state instanceof SctpState.ShutdownPending) {
            context.to(new SctpState.ShutdownSent(), "all is sent");
            setGuard(nowNanos);
            sendShutdown(tcb, nowNanos);
        } else if (context.state instanceof SctpState.ShutdownReceived) {
            context.to(new SctpState.ShutdownAckSent(), "all is sent");
            sendShutdownAck(tcb, nowNanos);
        }
    }

    /** Repeats a SHUTDOWN or SHUTDOWN ACK that was not answered. */
    void timedOut(Tcb tcb, long nowNanos) {
        if (context.peerSilent("SHUTDOWN")) {
            return;
        }
        tcb.rto.backOff();
        if (context.state instanceof SctpState.ShutdownSent) {
            sendShutdown(tcb, nowNanos);
        } else if (context.state instanceof SctpState.ShutdownAckSent) {
            sendShutdownAck(tcb, nowNanos);
        }
    }

    /** Aborts after the guard timer expired. */
    void guardExpired() {
        context.abort(
                SctpState.Cause.TIMEOUT,
                "the shutdown took too long",
                ErrorCause.withText(ErrorCause.USER_INITIATED_ABORT, "shutdown guard"));
    }

    /** Handles DATA during the shutdown. In ShutdownSent the peer is told again. */
    void dataArrived(Tcb tcb, long nowNanos) {
        if (context.state instanceof SctpState.ShutdownSent) {
            tcb.inbound.hurrySack();
            sendShutdown(tcb, nowNanos);
        }
    }

    void onShutdown(ShutdownChunk chunk, Tcb tcb, long nowNanos) {
        switch (context.state) {
            case SctpState.Established e -> context.to(new SctpState.ShutdownReceived(), "the peer shuts down");
            case SctpState.ShutdownPending p -> context.to(new SctpState.ShutdownReceived(), "the peer shuts down");
            case SctpState.ShutdownSent s -> {
                context.to(new SctpState.ShutdownAckSent(), "both shut down");
                sendShutdownAck(tcb, nowNanos);
            }
            default -> {}
        }
        tcb.retransmission.acknowledgedByShutdown(chunk.cumulativeTsn(), nowNanos);
    }

    void onShutdownAck() {
        if (context.state instanceof SctpState.ShutdownSent || context.state instanceof SctpState.ShutdownAckSent) {
            context.writer.add(new ShutdownCompleteChunk(false));
            context.close(SctpState.Cause.SHUTDOWN, "shut down");
        }
    }

    void onShutdownComplete() {
        if (context.state instanceof SctpState.ShutdownAckSent) {
            context.close(SctpState.Cause.SHUTDOWN, "shut down");
        }
    }

    private void setGuard(long nowNanos) {
        context.timers.set(
                SctpTimer.T5_SHUTDOWN_GUARD,
                nowNanos + GUARD_RTOS * context.config.maxRto().toNanos());
    }

    private void sendShutdown(Tcb tcb, long nowNanos) {
        context.writer.add(new ShutdownChunk(Serial.wire32(tcb.inbound.cumulativeTsn())));
        context.timers.set(SctpTimer.T2_SHUTDOWN, nowNanos + tcb.rto.rtoNanos());
    }

    private void sendShutdownAck(Tcb tcb, long nowNanos) {
        context.writer.add(new ShutdownAckChunk());
        context.timers.set(SctpTimer.T2_SHUTDOWN, nowNanos + tcb.rto.rtoNanos());
    }
}
