package dev.plumb.sctp;

import dev.plumb.sctp.common.RtoEstimator;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.SkipChunk;
import dev.plumb.sctp.packet.Tlv;
import org.jspecify.annotations.Nullable;

/**
 * The transmitter of data. It sends lost chunks before new data, in packets as full as they get.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.1 RFC 9260 6.1, Transmission of DATA Chunks
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.10 RFC 9260 6.10, Bundling
 */
final class DataTransmitter {
    /**
     * The most outstanding TSNs of DATA, whose messages are numbered by 16 bits: half of that distinguishes old from
     * new.
     */
    private static final int TSNS_OF_DATA_AT_MOST = 0x7fff;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final OutstandingData outstanding;
    private final Abandonment abandonment;
    private final SendWindow window;
    private final RoundTrip roundTrip;
    private final TailProbe tailProbe;
    private final PathMtuSearch mtuSearch;
    private final RtoEstimator rto;
    private boolean fastRetransmitDue;

    DataTransmitter(
            SctpContext context,
            SendQueue sendQueue,
            OutstandingData outstanding,
            Abandonment abandonment,
            SendWindow window,
            RoundTrip roundTrip,
            TailProbe tailProbe,
            PathMtuSearch mtuSearch,
            RtoEstimator rto) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.outstanding = outstanding;
        this.abandonment = abandonment;
        this.window = window;
        this.roundTrip = roundTrip;
        this.tailProbe = tailProbe;
        this.mtuSearch = mtuSearch;
        this.rto = rto;
    }

    /** Sets whether the next packet of lost chunks is sent whatever the window. */
    void fastRetransmit(boolean due) {
        fastRetransmitDue = due;
    }

    /** Returns whether DATA would be sent now. */
    boolean hasSendable(long now) {
        return fastRetransmitDue || (hasMore(now) && window.allows(1));
    }

    private boolean hasMore(long now) {
        return outstanding.nextLost() != null || nextNew(now) != null;
    }

    /** Returns the message from which new data is taken, or null if there is none, or too much is outstanding. */
    private @Nullable OutgoingMessage nextNew(long now) {
        int tsnsAtMost = sendQueue.isInterleaving() ? Integer.MAX_VALUE : TSNS_OF_DATA_AT_MOST;
        return outstanding.isFull(tsnsAtMost, window.congestion().windowBytes()) ? null : sendQueue.current(now);
    }

    /** Sends what may be sent now, behind what the writer holds already. */
    void transmit(PacketWriter out, long now) {
        addSkip(out, now);
        if (hasSendable(now)) {
            window.begin(out.mtuBytes(), now);
            long before = context.counters.bytesSent;
            while ((fastRetransmitDue || window.isPaced()) && fillPacket(out, now)) {
                out.flush();
                window.sent((int) (context.counters.bytesSent - before), now);
                before = context.counters.bytesSent;
            }
            addSkip(out, now);
        }
        window.end(hasMore(now), context.timers);
    }

    /**
     * Sends something whatever the congestion window, to hear of what went before it: what is lost, else new data, else
     * what was sent last. Where a probe before it went unanswered, the oldest in flight goes, too: one packet more that
     * may come through.
     *
     * @return whether there was anything that may be sent
     */
    boolean probe(long now) {
        boolean any = probeOnce(now);
        OutstandingChunk oldest = outstanding.sentOrder().oldest();
        if (any
                && oldest != null
                && oldest != outstanding.sentOrder().newest()
                && tailProbe.isRepeated()
                && abandonment.mayProbe(oldest)) {
            context.writer.flush();
            // when it was sent is left as it was: that it is acknowledged says nothing of what was sent after it
            oldest.retransmits++;
            sendAgain(context.writer, oldest);
        }
        return any;
    }

    private boolean probeOnce(long now) {
        OutstandingChunk lost = outstanding.nextLost();
        if (lost != null && !abandonment.isOver(lost.message, now)) {
            tailProbe.sentNew();
            resend(context.writer, lost, now);
            return true;
        }
        OutgoingMessage message = nextNew(now);
        boolean peerHasRoom = outstanding.flightBytes() < window.peerBytes();
        if (message != null && peerHasRoom && !abandonment.isOver(message, now)) {
            int bytes = fragmentBytes(message, context.writer.roomBytes());
            if (bytes == 0) {
                context.writer.flush();
                bytes = fragmentBytes(message, context.writer.roomBytes());
            }
            send(context.writer, message, bytes, now);
            tailProbe.sentNew();
            return true;
        }
        OutstandingChunk newest = outstanding.sentOrder().newest();
        if (newest == null || !abandonment.mayProbe(newest)) {
            return false;
        }
        newest.sentPacket = context.counters.packetsSent;
        outstanding.probed(newest, now);
        sendAgain(context.writer, newest);
        tailProbe.repeated(newest, now);
        return true;
    }

    private void sendAgain(PacketWriter out, OutstandingChunk chunk) {
        context.counters.chunksRetransmitted++;
        out.add(chunk.data);
    }

    private void resend(PacketWriter out, OutstandingChunk lost, long now) {
        lost.sentPacket = context.counters.packetsSent;
        outstanding.resent(lost, now);
        sendAgain(out, lost);
        startT3(lost, now);
    }

    private void addSkip(PacketWriter out, long now) {
        if (abandonment.isDue()) {
            SkipChunk skip = abandonment.take(now);
            if (skip != null) {
                out.add(skip);
            }
        }
    }

    private boolean fillPacket(PacketWriter out, long now) {
        boolean forced = fastRetransmitDue; // the first packet of a fast retransmit goes whatever the window
        fastRetransmitDue = false;
        boolean any = fillAgain(out, forced, now);
        if (forced && any) {
            return true;
        }
        return fillNew(out, any, now);
    }

    private boolean fillAgain(PacketWriter out, boolean forced, long now) {
        boolean any = false;
        for (OutstandingChunk chunk = outstanding.nextLost(); chunk != null; chunk = outstanding.nextLost()) {
            if (abandonment.isOver(chunk.message, now)) {
                abandonment.abandon(chunk.message);
                abandonment.advance(now);
                continue;
            }
            if (!forced && !window.allows(chunk.bytes())) {
                return any;
            }
            if (Tlv.padded(chunk.data.byteLength()) > out.roomBytes()) {
                if (any) {
                    return true;
                }
                out.flush();
            }
            resend(out, chunk, now);
            any = true;
        }
        return any;
    }

    private boolean fillNew(PacketWriter out, boolean anyBefore, long now) {
        boolean any = anyBefore;
        if (outstanding.nextLost() != null) {
            return any;
        }
        for (OutgoingMessage m = nextNew(now); m != null; m = nextNew(now)) {
            if (abandonment.isOver(m, now)) {
                abandonment.abandon(m);
                abandonment.advance(now);
                continue;
            }
            int bytes = fragmentBytes(m, out.roomBytes());
            if (bytes == 0) {
                if (any || !out.isOpen()) {
                    return any;
                }
                out.flush();
                bytes = fragmentBytes(m, out.roomBytes());
            }
            if (!window.allows(bytes)) {
                return any;
            }
            send(out, m, bytes, now);
            any = true;
        }
        return any;
    }

    private void send(PacketWriter out, OutgoingMessage message, int bytes, long now) {
        long tsn = outstanding.nextTsn();
        if (bytes < message.remainingBytes()) {
            mtuSearch.wanted(now);
        }
        OutstandingChunk chunk = new OutstandingChunk(tsn, sendQueue.take(message, bytes, tsn), message);
        chunk.sentPacket = context.counters.packetsSent;
        outstanding.sent(chunk, now);
        out.add(chunk.data);
        roundTrip.sent(chunk, now);
        startT3(chunk, now);
    }

    private void startT3(OutstandingChunk chunk, long now) {
        if (chunk.tsn == outstanding.cumulativeTsn() + 1 || !context.timers.running(SctpTimer.T3_RTX)) {
            context.timers.set(SctpTimer.T3_RTX, now + rto.rtoNanos());
        }
        tailProbe.arm(outstanding, window.congestion().isRecovering(), window.peerBytes() == 0, now);
    }

    /**
     * Returns the number of bytes of a message to put into a packet's remaining room, or 0 if a fresh packet serves it
     * better.
     */
    private int fragmentBytes(OutgoingMessage message, int roomBytes) {
        int header = sendQueue.headerBytes();
        int most = (context.writer.mtuBytes() - SctpPacket.HEADER_BYTES - header) & ~3;
        int room = Math.min((roomBytes - header) & ~3, most);
        if (message.remainingBytes() <= room) {
            return message.remainingBytes();
        }
        return room >= most / 2 ? room : 0;
    }
}
