package dev.plumb.sctp;

import dev.plumb.base.engine.Timers;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.ErrorCause;
import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The data that the parts of one association share: its state, timers, events, and the sending side. */
final class SctpContext {
    final SctpConfig config;
    final RandomGenerator random;
    final PacketWriter writer;
    final SctpCounters counters;
    final Timers<SctpTimer> timers = new Timers<>(SctpTimer.class);
    final ArrayDeque<SctpEvent> events = new ArrayDeque<>();
    SctpState state = new SctpState.New();

    @Nullable
    Tcb tcb;

    private int unanswered;

    SctpContext(SctpConfig config, RandomGenerator random, PacketWriter writer, SctpCounters counters) {
        this.config = config;
        this.random = random;
        this.writer = writer;
        this.counters = counters;
    }

    void emit(SctpEvent event) {
        events.addLast(event);
    }

    void to(SctpState next, String reason) {
        SctpState before = state;
        state = next;
        emit(new SctpEvent.StateChanged(before, next, reason));
    }

    boolean isClosed() {
        return state instanceof SctpState.Closed;
    }

    /** Ends the association without a word to the peer. */
    void close(SctpState.Cause cause, String reason) {
        if (!isClosed()) {
            writer.flush();
            timers.stopAll();
            tcb = null;
            to(new SctpState.Closed(cause, reason), reason);
        }
    }

    /** Ends the association by an ABORT. */
    void abort(SctpState.Cause cause, String reason, ErrorCause error) {
        if (!isClosed()) {
            if (writer.peerTag() != 0) {
                writer.add(new AbortChunk(false, List.of(error)));
            }
            close(cause, reason);
        }
    }

    /** Notes that the peer answered, which ends the count of unanswered requests. */
    void peerAnswered() {
        unanswered = 0;
    }

    /** Counts an unanswered request. Returns true, and closes the association, if there were too many in a row. */
    boolean peerSilent(String what) {
        if (++unanswered <= config.maxRetransmits()) {
            return false;
        }
        abort(
                SctpState.Cause.TIMEOUT,
                "the peer does not answer: " + what,
                ErrorCause.withText(ErrorCause.PROTOCOL_VIOLATION, "no answer"));
        return true;
    }

    /** Returns the duration of the {@code attempt}th (from 0) wait for an answer, where no RTO governs it. */
    long backedOffNanos(int attempt) {
        long initial = config.initialRto().toNanos();
        return Math.min(initial << Math.min(attempt, 20), config.maxRto().toNanos());
    }

    /** Returns a random number that may be a verification tag. */
    long randomTag() {
        long tag = random.nextInt() & 0xffff_ffffL;
        return tag == 0 ? 1 : tag;
    }
}
