package dev.plumb.transport.sctp;

import java.util.List;

/**
 * The receiving half: takes DATA in within the window, and says when a SACK is due.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.2 RFC 9260 6.2, Acknowledgement on Reception of DATA Chunks
 */
final class InboundData {
    /** A chunk is held at a cost beyond its payload; so many payload bytes of window at least stand for one. */
    private static final int WINDOW_BYTES_A_CHUNK = 64;

    private static final int CHUNKS_AT_LEAST = 1024;
    /** The next expected chunk is taken beyond a window full of chunks that wait for it. */
    private static final int OVERDRAFT_BYTES = 65536;

    private static final int PACKETS_A_SACK = 2;

    private final SctpContext context;
    private final DataTracker tracker;
    private final ReassemblyQueue reassembly;
    private final int streams;
    private final int blocksAtMost;
    private long unconsumedBytes;
    private long advertisedBytes;
    private boolean packetHadData;
    private boolean gapsBefore;
    private boolean sackNow;
    private int packetsUnacknowledged;

    InboundData(SctpContext context, long initialTsn, int streams) {
        this.context = context;
        this.streams = streams;
        this.tracker = new DataTracker(initialTsn);
        this.reassembly = new ReassemblyQueue(this::deliver);
        this.blocksAtMost = (context.config.mtuBytes() - SctpPacket.HEADER_BYTES - SackChunk.FIXED_BYTES) / 4;
        this.advertisedBytes = context.config.receiveWindowBytes();
        this.packetsUnacknowledged = PACKETS_A_SACK - 1; // the very first is acknowledged at once
    }

    long cumulativeTsn() {
        return tracker.cumulativeTsn();
    }

    /** Payload bytes that still fit. */
    long windowBytes() {
        return Math.max(0, context.config.receiveWindowBytes() - reassembly.bytes() - unconsumedBytes);
    }

    /** Takes in a DATA chunk. */
    void onData(DataChunk chunk) {
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

    private boolean hasRoomFor(DataChunk chunk, long tsn) {
        int window = context.config.receiveWindowBytes();
        int countAtMost = Math.max(CHUNKS_AT_LEAST, window / WINDOW_BYTES_A_CHUNK);
        if (chunk.length() <= windowBytes() && reassembly.count() < countAtMost) {
            return true;
        }
        if (tsn != tracker.cumulativeTsn() + 1 || reassembly.count() == 0) {
            return false;
        }
        if (reassembly.bytes() + chunk.length() <= window + OVERDRAFT_BYTES && reassembly.count() < 2 * countAtMost) {
            return true;
        }
        context.abort(
                SctpState.Cause.PROTOCOL_VIOLATION,
                "a message does not fit in the receive window",
                ErrorCause.of(ErrorCause.OUT_OF_RESOURCE));
        return false;
    }

    /** Takes in a FORWARD TSN. */
    void onForwardTsn(ForwardTsnChunk chunk) {
        packetHadData = true;
        sackNow = true;
        long tsn = Serial.unwrap32(tracker.cumulativeTsn(), chunk.newCumulativeTsn());
        if (tsn <= tracker.cumulativeTsn()) {
            return;
        }
        for (int i = 0; i < chunk.skipped().length; i += 2) {
            if (chunk.skipped()[i] >= streams) {
                context.counters.protocolErrors++;
                return;
            }
        }
        tracker.forward(tsn);
        reassembly.forward(tsn, chunk.skipped());
    }

    /** All chunks of a packet were taken in. */
    void packetDone(long nowNanos) {
        if (!packetHadData) {
            return;
        }
        packetHadData = false;
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

    /** Whether a SACK is to go at once. */
    boolean isSackDue() {
        return sackNow;
    }

    /** Whether a SACK would go with anything that goes. */
    boolean isSackWaiting() {
        return sackNow || context.timers.running(SctpTimer.DELAYED_SACK);
    }

    /** The SACK is to go at once. */
    void hurrySack() {
        sackNow = true;
    }

    /** The SACK to send. */
    SackChunk takeSack() {
        sackNow = false;
        packetsUnacknowledged = 0;
        context.timers.stop(SctpTimer.DELAYED_SACK);
        advertisedBytes = windowBytes();
        return tracker.sack(advertisedBytes, blocksAtMost);
    }

    /** The application is done with bytes; a window that opened noticeably is made known. */
    void consumed(long bytes) {
        if (bytes < 0 || bytes > unconsumedBytes) {
            throw new IllegalArgumentException(
                    "consumed " + bytes + " of " + unconsumedBytes + " bytes: give back what was delivered, once");
        }
        unconsumedBytes -= bytes;
        long opened = windowBytes() - advertisedBytes;
        if (opened >= context.config.receiveWindowBytes() / 4
                || (advertisedBytes < context.config.mtuBytes() && opened >= 2L * context.config.mtuBytes())) {
            sackNow = true;
        }
    }

    /** Whether the peer's streams can be reset as of a TSN: all up to it has arrived. */
    boolean hasAllThrough(long wireTsn) {
        return Serial.unwrap32(tracker.cumulativeTsn(), wireTsn) <= tracker.cumulativeTsn();
    }

    void resetStreams(List<Integer> streamIds) {
        reassembly.resetStreams(streamIds);
    }

    private void deliver(IncomingMessage message) {
        if (context.config.manualConsume()) {
            unconsumedBytes += message.payload().length;
        }
        context.counters.messagesReceived++;
        context.emit(new SctpEvent.MessageReceived(message.streamId(), message.ppid(), message.payload()));
    }
}
