package dev.plumb.sctp;

import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.HeartbeatAckChunk;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.Tlv;
import java.util.Arrays;

/**
 * The heartbeats that ask an idle peer at intervals whether it is still there.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-8.3 RFC 9260 8.3, Path Heartbeat
 */
final class Heartbeats {
    private static final int INFORMATION_TYPE = 1;
    private static final int NONCE_BYTES = 16;

    private final SctpContext context;
    private byte[] asked = new byte[0];
    private long askedNanos;

    Heartbeats(SctpContext context) {
        this.context = context;
    }

    /** Begins, or puts the next one off. */
    void schedule(long nowNanos) {
        long interval = context.config.heartbeatInterval().toNanos();
        if (interval > 0) {
            long jitter = (long) (interval * 0.1 * context.random.nextDouble());
            context.timers.set(SctpTimer.HEARTBEAT, nowNanos + interval + jitter);
        }
    }

    /** Sends a heartbeat when it is due, unless data or an earlier heartbeat still asks the same question. */
    void due(Tcb tcb, long nowNanos) {
        schedule(nowNanos);
        if (!tcb.retransmission.outstanding().isEmpty() || context.timers.running(SctpTimer.HEARTBEAT_ANSWER)) {
            return;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        context.random.nextBytes(nonce);
        asked = new Tlv(INFORMATION_TYPE, nonce).toByteArray();
        askedNanos = nowNanos;
        context.writer.add(new HeartbeatChunk(asked));
        context.timers.set(SctpTimer.HEARTBEAT_ANSWER, nowNanos + tcb.rto.rtoNanos());
    }

    /** Handles an answer of the peer to a heartbeat. */
    void answered(HeartbeatAckChunk chunk, Tcb tcb, long nowNanos) {
        if (asked.length > 0 && Arrays.equals(asked, chunk.information())) {
            asked = new byte[0];
            context.timers.stop(SctpTimer.HEARTBEAT_ANSWER);
            tcb.rto.measured(nowNanos - askedNanos);
            context.peerAnswered();
        }
    }

    /** Handles a heartbeat that the peer did not answer in time. */
    void unanswered(Tcb tcb) {
        asked = new byte[0];
        if (!context.peerSilent("HEARTBEAT")) {
            tcb.rto.backOff();
        }
    }
}
