package dev.plumb.sctp;

import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ErrorChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.IForwardTsnChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.SkipChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.UserData;
import dev.plumb.sctp.rx.DataTracker;
import dev.plumb.sctp.rx.IncomingMessage;
import dev.plumb.sctp.rx.ReassemblyQueue;
import dev.plumb.sctp.rx.ReceiveWindow;
import java.util.List;

/**
 * The receiving half: takes DATA in within the window, and says when a SACK is due.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.2 RFC 9260 6.2, Acknowledgement on Reception of DATA Chunks
 */
final class InboundData {
    /**
     * A chunk is held at a cost beyond its payload, some 200 to 350 bytes; so many bytes of window at least stand for
     * one.
     */
    private static final int WINDOW_BYTES_A_CHUNK = 256;

    /** The least number of chunks that a peer of tiny messages may have in flight behind a loss. */
    private static final int CHUNKS_AT_LEAST = 0x8000;
    /** The next expected chunk is taken beyond a window full of chunks that wait for it. */
    private static final int OVERDRAFT_BYTES = 65536;

    /**
     * The message numbers that 16 bits can tell apart. A message further ahead would be taken for an old one and lost.
     */
    private static final int MESSAGES_TOLD_APART = 0x8000;

    private static final int PACKETS_A_SACK = 2;

    private final SctpContext context;
    private final DataTracker tracker;
    private final ReassemblyQueue reassembly;
    private final ReceiveWindow window;
    private final boolean interleaved;
    private int streams;
    private boolean packetHadData;
    private boolean askedForRoundTrip;
    private boolean gapsBefore;
    private boolean sackNow;
    private int packetsUnacknowledged;

    InboundData(SctpContext context, RtoEstimator rto, long initialTsn, NegotiatedCapabilities capabilities) {
        this.context = context;
        this.streams = capabilities.incomingStreams();
        this.interleaved = capabilities.interleaving();
        this.tracker = new DataTracker(initialTsn);
        this.reassembly = new ReassemblyQueue(interleaved, this::deliver);
        this.window = new ReceiveWindow(
                context.config.receiveWindowBytes(),
                context.config.maxReceiveWindowBytes(),
                context.config.manualConsume(),
                rto);
        this.packetsUnacknowledged = PACKETS_A_SACK - 1; // the very first is acknowledged at once
    }

    /** Returns the number of streams that the peer may send on. */
    int streams() {
        return streams;
    }

    /** Sets the number of streams that the peer sends on. */
    void streams(int count) {
        streams = count;
    }

    long cumulativeTsn() {
        return tracker.cumulativeTsn();
    }

    /** Returns the number of payload bytes that still fit. */
    long windowBytes() {
        return window.freeBytes(reassembly.bytes());
    }

    /** Handles DATA or I-DATA. */
    void onData(UserData chunk) {
        if (chunk instanceof IDataChunk != interleaved) {
            context.abort(
                    SctpState.Cause.PROTOCOL_VIOLATION,
                    interleaved ? "DATA where I-DATA was agreed" : "I-DATA where it was not agreed",
                    ErrorCause.withText(ErrorCause.PROTOCOL_VIOLATION, "the wrong kind of DATA"));
            return;
        }
        if (chunk.length() == 0) {
            context.abort(SctpState.Cause.PROTOCOL_VIOLATION, "DATA without data", ErrorCause.noUserData(chunk.tsn()));
            return;
        }
        packetHadData = true;
        gapsBefore |= tracker.hasGaps();
        sackNow |= chunk.immediate();
        long tsn = Serial.unwrap32(tracker.cumulativeTsn(), chunk.tsn());
        if (tracker.contains(tsn)) {
            context.counters.chunksDuplicate++;
            tracker.duplicate(chunk.tsn());
            return;
        }
        if (!tracker.hasRoomFor(tsn) || !hasRoomFor(chunk, tsn)) {
            context.counters.chunksDropped++;
            sackNow = true;
            return;
        }
        tracker.arrived(tsn);
        if (chunk.streamId() >= streams) {
            context.counters.protocolErrors++;
            context.writer.add(new ErrorChunk(List.of(ErrorCause.invalidStream(chunk.streamId()))));
            return;
        }
        reassembly.add(tsn, chunk);
    }

    private boolean hasRoomFor(UserData chunk, long tsn) {
        if (!interleaved && tsn - tracker.cumulativeTsn() > MESSAGES_TOLD_APART) {
            return false;
        }
        int limit = window.limitBytes();
        int countAtMost = Math.max(CHUNKS_AT_LEAST, limit / WINDOW_BYTES_A_CHUNK);
        if (chunk.length() <= windowBytes() && reassembly.count() < countAtMost) {
            return true;
        }
        if (tsn != tracker.cumulativeTsn() + 1 || reassembly.count() == 0) {
            return false;
        }
        long held = reassembly.bytes() + window.unconsumedBytes();
        if (held + chunk.length() <= limit + OVERDRAFT_BYTES && reassembly.count() < 2 * countAtMost) {
            return true;
        }
        if (window.unconsumedBytes() == 0) {
            context.abort(
                    SctpState.Cause.PROTOCOL_VIOLATION,
                    "a message does not fit in the receive window",
                    ErrorCause.of(ErrorCause.OUT_OF_RESOURCE));
        }
        return false;
    }

    /** Handles a FORWARD TSN or I-FORWARD TSN. */
    void onSkip(SkipChunk chunk) {
        if (chunk instanceof IForwardTsnChunk != interleaved) {
            context.counters.protocolErrors++;
            return;
        }
        packetHadData = true;
        sackNow = true;
        long tsn = Serial.unwrap32(tracker.cumulativeTsn(), chunk.newCumulativeTsn());
        if (tsn <= tracker.cumulativeTsn()) {
            return;
        }
        for (SkippedStream skipped : chunk.skipped()) {
            if (skipped.streamId() >= streams) {
                context.counters.protocolErrors++;
                return;
            }
        }
        tracker.forward(tsn);
        reassembly.forward(tsn, chunk.skipped());
    }

    /** Handles the end of a packet, after all its chunks were processed. */
    void packetDone(long nowNanos) {
        if (!packetHadData) {
            return;
        }
        packetHadData = false;
        window.measure(nowNanos);
        if (!askedForRoundTrip && window.lacksRoundTrip()) {
            askedForRoundTrip = true;
            context.timers.set(SctpTimer.HEARTBEAT, nowNanos);
        }
        packetsUnacknowledged++;
        if (gapsBefore || tracker.hasGaps() || tracker.hasDuplicates() || packetsUnacknowledged >= PACKETS_A_SACK) {
            sackNow = true;
        }
        gapsBefore = false;
        if (!sackNow && !context.timers.running(SctpTimer.DELAYED_SACK)) {
            context.timers.set(
                    SctpTimer.DELAYED_SACK,
                    nowNanos + context.config.sackDelay().toNanos());
        }
    }

    /** Returns whether a SACK is to be sent at once. */
    boolean isSackDue() {
        return sackNow;
    }

    /** Returns whether a SACK would be sent with any other chunk. */
    boolean isSackWaiting() {
        return sackNow || context.timers.running(SctpTimer.DELAYED_SACK);
    }

    /** Makes the SACK due at once. */
    void hurrySack() {
        sackNow = true;
    }

    /** Returns the SACK to send. */
    SackChunk takeSack() {
        sackNow = false;
        packetsUnacknowledged = 0;
        context.timers.stop(SctpTimer.DELAYED_SACK);
        long free = windowBytes();
        if (free < Math.min(context.writer.mtuBytes(), window.limitBytes() / 2)) {
            free = 0; // no silly window
        }
        window.advertised(free);
        int room = context.writer.mtuBytes() - SctpPacket.HEADER_BYTES - SackChunk.FIXED_BYTES;
        return tracker.sack(free, room / 4);
    }

    /** Notes that the application has consumed bytes. A window that opened noticeably is announced. */
    void consumed(long bytes) {
        window.consumed(bytes);
        sackNow |= window.isNews(windowBytes(), context.writer.mtuBytes());
    }

    /** Returns whether the peer's streams can be reset as of a TSN, since everything up to it has arrived. */
    boolean hasAllThrough(long wireTsn) {
        return Serial.unwrap32(tracker.cumulativeTsn(), wireTsn) <= tracker.cumulativeTsn();
    }

    void resetStreams(List<Integer> streamIds) {
        reassembly.resetStreams(streamIds);
    }

    private void deliver(IncomingMessage message) {
        window.delivered(message.payload().length);
        context.counters.messagesReceived++;
        context.emit(new SctpEvent.MessageReceived(message.streamId(), message.ppid(), message.payload()));
    }
}
