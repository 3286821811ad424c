package dev.plumb.sctp;

import dev.plumb.base.engine.Timers;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.ErrorCause;
import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the nouns of one association share: its state, timers, events, and the way out. */
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

    /** The peer gave a sign of life that counts. */
    void peerAnswered() {
        unanswered = 0;
    }

    /** Something went unanswered; true where that was once too often, and the association is closed. */
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

    /** How long the {@code attempt}th (from 0) wait for an answer lasts that no RTO governs. */
    long backedOffNanos(int attempt) {
        long initial = config.initialRto().toNanos();
        return Math.min(initial << Math.min(attempt, 20), config.maxRto().toNanos());
    }

    /** A random number that may be a verification tag. */
    long randomTag() {
        long tag = random.nextInt() & 0xffff_ffffL;
        return tag == 0 ? 1 : tag;
    }
}
