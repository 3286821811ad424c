package dev.plumb.sctp;

import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.HeartbeatAckChunk;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.PadChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.Tlv;
import java.util.Arrays;
import java.util.List;

/**
 * The search for the longest packet that the path carries, by probes that no router may fragment: a long HEARTBEAT. It
 * begins when a message is first cut into fragments. The largest size, which nearly always passes, is tried first, and
 * then the middle of the remaining range.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8899#section-5 RFC 8899 5, DPLPMTUD State Machine
 * @spec https://www.rfc-editor.org/rfc/rfc8899#section-6.2 RFC 8899 6.2, DPLPMTUD for SCTP
 */
final class PathMtuSearch {
    private static final int PROBES_A_SIZE = 3;
    private static final int STEP_BYTES = 16;
    private static final int HEARTBEAT_TYPE = 1;
    private static final int NONCE_BYTES = 16;
    private static final long RAISE_NANOS = 600_000_000_000L;
    private static final long LEAST_WAIT_NANOS = 1_000_000_000L;
    /** The time-outs in a row after which the path may have shrunk. */
    private static final int TIME_OUTS_UNTIL_DOUBT = 2;

    /** The state of the search. */
    private sealed interface State {}

    /** Nothing needs longer packets yet. */
    private record Idle() implements State {}

    /** A probe of a size is on its way, the {@code attempt}th, and nothing of {@code failedBytes} passed. */
    private record Searching(int sizeBytes, int failedBytes, int attempt, byte[] information) implements State {}

    /** The size is found; whether the path has grown is looked for again when that is of use, and not too often. */
    private record Complete(long againNanos) implements State {}

    private final SctpContext context;
    private final RtoEstimator rto;
    private final boolean padding;
    private State state = new Idle();
    private int timeOuts;
    /** A probe waits to be sent; it goes when nothing else is being written. */
    private boolean due;

    PathMtuSearch(SctpContext context, RtoEstimator rto, boolean padding) {
        this.padding = padding;
        this.context = context;
        this.rto = rto;
    }

    /** Starts over for another path, of which nothing is known. */
    void reset() {
        context.writer.mtuBytes(context.config.mtuBytes());
        context.timers.stop(SctpTimer.MTU_PROBE);
        state = new Idle();
        timeOuts = 0;
        due = false;
    }

    /** Starts a search if it is time, since a message does not fit into one packet. */
    void wanted(long nowNanos) {
        boolean isTime = switch (state) {
            case Idle i -> true;
            case Searching s -> false;
            case Complete c -> nowNanos >= c.againNanos();
        };
        if (isTime && context.writer.mtuBytes() < context.config.maxMtuBytes()) {
            begin(nowNanos);
        }
    }

    private void begin(long nowNanos) {
        probe(context.config.maxMtuBytes(), context.config.maxMtuBytes() + 1, 1, nowNanos);
    }

    private void probe(int sizeBytes, int failedBytes, int attempt, long nowNanos) {
        if (sizeBytes < context.writer.mtuBytes() + 4) {
            state = new Complete(nowNanos + RAISE_NANOS);
            context.timers.stop(SctpTimer.MTU_PROBE);
            return;
        }
        int length = padding
                ? NONCE_BYTES
                : (sizeBytes & ~3) - SctpPacket.HEADER_BYTES - SctpChunk.HEADER_BYTES - Tlv.HEADER_BYTES;
        byte[] nonce = new byte[length];
        context.random.nextBytes(nonce);
        byte[] information = new Tlv(HEARTBEAT_TYPE, nonce).toByteArray();
        state = new Searching(sizeBytes, failedBytes, attempt, information);
        context.timers.set(SctpTimer.MTU_PROBE, nowNanos + Math.max(LEAST_WAIT_NANOS, rto.rtoNanos()));
        due = true;
    }

    /** Sends the probe that is due. */
    void transmit() {
        if (due && state instanceof Searching s) {
            due = false;
            context.counters.mtuProbes++;
            context.writer.sendProbe(chunksOf(s.information(), (s.sizeBytes() & ~3) - SctpPacket.HEADER_BYTES));
        }
    }

    /**
     * Returns the chunks of a probe. Some stacks crash on a PAD, so it is sent only to those that announce it. Others
     * get a HEARTBEAT that is long itself, and answer with one as long.
     */
    private List<SctpChunk> chunksOf(byte[] information, int bytes) {
        HeartbeatChunk heartbeat = new HeartbeatChunk(information);
        int missing = bytes - Tlv.padded(heartbeat.byteLength());
        return missing == 0 ? List.of(heartbeat) : List.of(heartbeat, new PadChunk(missing));
    }

    /** Handles a HEARTBEAT ACK, and returns true if it answers a probe. */
    boolean answered(HeartbeatAckChunk chunk, long nowNanos) {
        if (!(state instanceof Searching s) || !Arrays.equals(s.information(), chunk.information())) {
            return false;
        }
        due = false;
        context.writer.mtuBytes(s.sizeBytes() & ~3);
        next(s.failedBytes(), nowNanos);
        return true;
    }

    /** Handles a probe that was not answered. */
    void expired(long nowNanos) {
        if (state instanceof Searching s) {
            if (s.attempt() < PROBES_A_SIZE) {
                probe(s.sizeBytes(), s.failedBytes(), s.attempt() + 1, nowNanos);
            } else {
                next(s.sizeBytes(), nowNanos);
            }
        }
    }

    private void next(int failedBytes, long nowNanos) {
        int low = context.writer.mtuBytes();
        int middle = failedBytes - low > STEP_BYTES ? (low + failedBytes) / 2 & ~3 : low;
        probe(middle, failedBytes, 1, nowNanos);
    }

    /** Handles progress: the peer acknowledged data. */
    void progressed() {
        timeOuts = 0;
    }

    /** Handles an expiry of T3-rtx. If they continue, the path no longer carries what it did. */
    void timedOut(long nowNanos) {
        if (++timeOuts >= TIME_OUTS_UNTIL_DOUBT && context.writer.mtuBytes() > context.config.mtuBytes()) {
            context.writer.mtuBytes(context.config.mtuBytes());
            begin(nowNanos);
        }
    }
}
