package dev.plumb.sctp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Priority;
import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ErrorChunk;
import dev.plumb.sctp.packet.HeartbeatAckChunk;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.PadChunk;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;
import dev.plumb.sctp.packet.SkipChunk;
import dev.plumb.sctp.packet.Tlv;
import dev.plumb.sctp.packet.UnknownChunk;
import dev.plumb.sctp.packet.UserData;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One SCTP association over a secure datagram transport. Both sides may {@link #connect} at once. Messages come as
 * {@link SctpEvent.MessageReceived}; {@link #pollPacket} never gives any.
 *
 * <p>It keeps a reference to the arrays it is given to send until they are acknowledged: they must not be changed.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260 RFC 9260, Stream Control Transmission Protocol
 * @spec https://www.rfc-editor.org/rfc/rfc8261 RFC 8261, DTLS Encapsulation of SCTP Packets
 */
public final class SctpAssociation implements Engine<SctpEvent> {
    private final SctpConfig config;
    private final SctpCounters counters = new SctpCounters();
    private final SctpContext context;
    private final SendQueue sendQueue;
    private final Heartbeats heartbeats;
    private final SctpHandshake handshake;
    private final ShutdownProcedure shutdown;
    private final PacketGate gate;
    private int maxMessageBytes;

    /**
     * Creates an association that is not connected.
     *
     * @param below the sink of its packets
     * @param random the source of tags, TSNs and the cookies' key: a secure one, except in tests
     */
    public SctpAssociation(SctpConfig config, DatagramSink below, PacketPool pool, RandomGenerator random) {
        this.config = config;
        this.maxMessageBytes = config.maxMessageBytes();
        context = new SctpContext(config, random, new PacketWriter(config, below, pool, counters), counters);
        sendQueue = new SendQueue(context);
        heartbeats = new Heartbeats(context);
        handshake = new SctpHandshake(context, sendQueue, heartbeats);
        shutdown = new ShutdownProcedure(context, sendQueue);
        gate = new PacketGate(context, handshake);
    }

    // ---- from above -------------------------------------------------------------------------------------------------

    /** Returns its state. */
    public SctpState state() {
        return context.state;
    }

    /** Returns its counters. */
    public SctpCounters counters() {
        return counters;
    }

    /** Returns the smoothed round-trip time in nanoseconds, or 0 before the first measurement. */
    public long smoothedRttNanos() {
        Tcb tcb = context.tcb;
        return tcb == null ? 0 : tcb.rto.smoothedNanos();
    }

    /** Returns the congestion window in bytes, or 0 if not connected. */
    public long congestionWindowBytes() {
        Tcb tcb = context.tcb;
        return tcb == null ? 0 : tcb.retransmission.congestion().windowBytes();
    }

    /**
     * Sets the peer's port, before anything was sent to it.
     *
     * @param port 1 to 65535
     * @throws IllegalStateException where it is connecting already
     */
    public void remotePort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port goes from 1 to 65535, and is " + port);
        }
        if (port != context.writer.remotePort() && !(context.state instanceof SctpState.New)) {
            throw new IllegalStateException("the association has begun with another port");
        }
        context.writer.remotePort(port);
    }

    /** Connects, once the transport below can send. Connecting again, or where the peer was first, does nothing. */
    public void connect(long nowNanos) {
        if (context.state instanceof SctpState.New) {
            handshake.connect(nowNanos);
            finish(nowNanos);
        }
    }

    /** Returns the longest message that may be sent, or 0 for no limit but the send buffer's. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Sets the longest message that may be sent, as agreed with the peer; 0 for no limit but the send buffer's. */
    public void maxMessageBytes(int newMaxMessageBytes) {
        maxMessageBytes = newMaxMessageBytes;
    }

    /**
     * Sends a message, or queues it; before the association stands as well.
     *
     * @param streamId 0 to 65534
     * @param ppid payload protocol identifier, unsigned 32 bits
     * @param payload the payload, at least one byte, not to be changed any more
     * @throws IllegalArgumentException where the message is empty or too long, or the stream does not exist
     * @throws IllegalStateException where the association is ending, the stream is being reset, or the send buffer is
     *     full
     */
    public void send(int streamId, long ppid, byte[] payload, SendOptions options, long nowNanos) {
        requireSendable(streamId, payload.length);
        if (sendQueue.bufferedBytes() + payload.length > config.sendBufferBytes()) {
            sendQueue.dropExpired(nowNanos);
        }
        // a layer's own few bytes go in all the same: what they open or answer cannot be asked for again
        if (options.counted() && sendQueue.bufferedBytes() + payload.length > config.sendBufferBytes()) {
            throw new IllegalStateException("the send buffer of " + config.sendBufferBytes()
                    + " bytes is full: wait until the buffered amount falls");
        }
        sendQueue.add(streamId, ppid, payload, options, nowNanos);
        finish(nowNanos);
    }

    private void requireSendable(int streamId, int length) {
        if (length == 0) {
            throw new IllegalArgumentException("SCTP has no empty messages: send one byte under a PPID that says so");
        }
        if (maxMessageBytes != 0 && length > maxMessageBytes) {
            throw new IllegalArgumentException(
                    "a message has " + maxMessageBytes + " bytes at most, not " + length + ": split it");
        }
        if (!context.state.acceptsMessages()) {
            throw new IllegalStateException("the association takes no messages any more: " + context.state);
        }
        int streams = context.state instanceof SctpState.Established e ? e.outgoingStreams() : config.streams();
        if (streamId < 0 || streamId >= streams) {
            throw new IllegalArgumentException("stream ids go from 0 to " + (streams - 1) + ", not " + streamId);
        }
        OutgoingStream stream = sendQueue.find(streamId);
        if (stream != null && stream.resetting) {
            throw new IllegalStateException("stream " + streamId + " is being reset: wait for OutgoingStreamsReset");
        }
    }

    /** Returns the number of unsent payload bytes of all streams. */
    public long bufferedBytes() {
        return sendQueue.bufferedBytes();
    }

    /** Returns the number of unsent payload bytes of one stream. */
    public long bufferedBytes(int streamId) {
        OutgoingStream stream = sendQueue.find(streamId);
        return stream == null ? 0 : stream.bufferedBytes;
    }

    /** Returns the number of payload bytes that {@link #send} still accepts. */
    public long sendBufferFreeBytes() {
        return config.sendBufferBytes() - sendQueue.bufferedBytes();
    }

    /** Sets the priority of a stream beside the others, under a scheduling that uses it. The default is low. */
    public void priority(int streamId, Priority priority) {
        sendQueue.stream(streamId).priority = priority;
    }

    /** Returns the longest packet that the path is known to carry, in bytes. */
    public int pathMtuBytes() {
        return context.writer.mtuBytes();
    }

    /**
     * Wants {@link SctpEvent.BufferedAmountLow} when what is buffered on a stream falls to {@code bytes} or below; 0 at
     * first.
     */
    public void bufferedAmountLowThreshold(int streamId, long bytes) {
        sendQueue.stream(streamId).lowThresholdBytes = bytes;
    }

    /**
     * Returns the next stream of which less is buffered than when it was last returned. A layer above that counts what
     * is buffered by stream asks after each call, and so looks only at streams that something was sent of.
     *
     * @return a stream id, or -1 for none
     */
    public int pollLessened() {
        return sendQueue.pollLessened();
    }

    /**
     * Begins outgoing streams anew, once all that was sent on them has arrived; nothing more can be sent on them until
     * {@link SctpEvent.OutgoingStreamsReset}.
     *
     * @throws IllegalStateException where the association does not stand
     */
    public void resetStreams(List<Integer> streamIds, long nowNanos) {
        Tcb tcb = context.tcb;
        if (tcb == null || !context.state.sendsData()) {
            throw new IllegalStateException("streams are reset on an established association, not in " + context.state);
        }
        tcb.reConfig.resets().want(streamIds);
        finish(nowNanos);
    }

    /**
     * Asks for more streams. The answer is {@link SctpState.Established} with the new numbers, or
     * {@link SctpEvent.StreamsNotAdded}.
     *
     * @param outgoing the number of further streams to send on, from 0
     * @param incoming the number of further streams for the peer to send on, from 0
     * @throws IllegalArgumentException where that would be more than 65535 in a direction
     * @throws IllegalStateException where the association does not stand
     */
    public void addStreams(int outgoing, int incoming, long nowNanos) {
        Tcb tcb = context.tcb;
        if (tcb == null || !(context.state instanceof SctpState.Established)) {
            throw new IllegalStateException("streams are added on an established association, not in " + context.state);
        }
        if (outgoing < 0 || incoming < 0 || tcb.reConfig.additions().areTooMany(outgoing, incoming)) {
            throw new IllegalArgumentException("there are " + StreamAdditions.STREAMS_AT_MOST
                    + " streams at most in a direction, those counted that are asked for");
        }
        tcb.reConfig.additions().want(outgoing, incoming);
        finish(nowNanos);
    }

    /**
     * Gives back the window that delivered messages fill, under {@link SctpConfig#manualConsume} only.
     *
     * @throws IllegalArgumentException where more is given back than was delivered
     */
    public void consumed(long bytes, long nowNanos) {
        Tcb tcb = context.tcb;
        if (tcb != null && config.manualConsume()) {
            tcb.inbound.consumed(bytes);
            finish(nowNanos);
        }
    }

    /**
     * Handles a change of the path: forgets what was learnt of it, searches its MTU again, and resets the congestion
     * window to its first size.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8831#section-5 RFC 8831 5, Data Channels over SCTP/DTLS
     */
    public void pathChanged(long nowNanos) {
        Tcb tcb = context.tcb;
        if (tcb != null) {
            tcb.rto.reset();
            tcb.mtuSearch.reset();
            tcb.retransmission.pathChanged();
            finish(nowNanos);
        }
    }

    /** Ends gracefully: what is queued is sent first. */
    public void shutdown(long nowNanos) {
        shutdown.begin(nowNanos);
        finish(nowNanos);
    }

    /** Ends at once; the peer is told. */
    public void abort(String reason, long nowNanos) {
        context.abort(
                SctpState.Cause.LOCAL_ABORT, reason, ErrorCause.withText(ErrorCause.USER_INITIATED_ABORT, reason));
        finish(nowNanos);
    }

    // ---- engine -----------------------------------------------------------------------------------------------------

    @Override
    public void receive(Packet borrowed, long nowNanos) {
        boolean without = config.zeroChecksum()
                && borrowed.length() >= SctpPacket.HEADER_BYTES
                && borrowed.u32(SctpPacket.CHECKSUM_AT) == 0;
        if (!without && !SctpPacket.hasRightChecksum(borrowed)) {
            counters.packetsBadChecksum++;
            return;
        }
        SctpPacket packet = SctpPacket.parse(borrowed);
        if (packet == null) {
            counters.packetsMalformed++;
            return;
        }
        if (without && !packet.mayLackChecksum() && !SctpPacket.hasRightChecksum(borrowed)) {
            counters.packetsBadChecksum++;
            return;
        }
        counters.packetsReceived++;
        counters.bytesReceived += borrowed.length();
        if (gate.admits(packet)) {
            receive(packet, nowNanos);
        }
        finish(nowNanos);
    }

    private void receive(SctpPacket packet, long nowNanos) {
        for (SctpChunk chunk : packet.chunks()) {
            if (context.isClosed() || !receive(chunk, packet.verificationTag(), nowNanos)) {
                break;
            }
        }
        Tcb tcb = context.tcb;
        if (tcb != null) {
            tcb.inbound.packetDone(nowNanos);
        }
    }

    /** Handles a chunk, and returns false if the rest of its packet is to be dropped. */
    private boolean receive(SctpChunk chunk, long packetTag, long nowNanos) {
        switch (chunk) {
            case InitChunk c -> handshake.onInit(c.fields(), nowNanos);
            case InitAckChunk c -> handshake.onInitAck(c.fields(), nowNanos);
            case CookieEchoChunk c -> {
                return handshake.onCookieEcho(c, packetTag, nowNanos);
            }
            case CookieAckChunk c -> handshake.onCookieAck(nowNanos);
            case AbortChunk c ->
                context.close(SctpState.Cause.PEER_ABORT, "the peer aborted: " + ErrorCause.describe(c.causes()));
            case ErrorChunk c -> onError(c, nowNanos);
            case UnknownChunk c -> {
                return onUnknown(c);
            }
            default -> {
                if (chunk instanceof UserData) {
                    handshake.onData(nowNanos);
                }
                Tcb tcb = context.tcb;
                if (tcb != null && !(context.state instanceof SctpState.CookieEchoed)) {
                    receiveEstablished(chunk, tcb, nowNanos);
                }
            }
        }
        return true;
    }

    private void receiveEstablished(SctpChunk chunk, Tcb tcb, long nowNanos) {
        switch (chunk) {
            case UserData c -> {
                if (context.state.receivesData()) {
                    tcb.inbound.onData(c);
                    shutdown.dataArrived(tcb, nowNanos);
                }
            }
            case SackChunk c -> tcb.retransmission.acknowledged(c, nowNanos);
            case SkipChunk c -> tcb.inbound.onSkip(c);
            case PadChunk c -> {}
            case ReConfigChunk c -> tcb.reConfig.receive(c, nowNanos);
            case HeartbeatChunk c -> onHeartbeat(c);
            case HeartbeatAckChunk c -> onHeartbeatAck(c, tcb, nowNanos);
            case ShutdownChunk c -> shutdown.onShutdown(c, tcb, nowNanos);
            case ShutdownAckChunk c -> shutdown.onShutdownAck();
            case ShutdownCompleteChunk c -> shutdown.onShutdownComplete();
            default -> counters.protocolErrors++;
        }
    }

    private void onHeartbeat(HeartbeatChunk chunk) {
        if (Tlv.padded(chunk.byteLength()) <= config.maxMtuBytes() - SctpPacket.HEADER_BYTES) {
            context.writer.add(new HeartbeatAckChunk(chunk.information()));
        } else {
            counters.protocolErrors++; // its answer would not fit into a packet
        }
    }

    private void onHeartbeatAck(HeartbeatAckChunk chunk, Tcb tcb, long nowNanos) {
        if (!tcb.mtuSearch.answered(chunk, nowNanos)) {
            heartbeats.answered(chunk, tcb, nowNanos);
        }
    }

    private void onError(ErrorChunk error, long nowNanos) {
        counters.protocolErrors++;
        if (error.causes().stream().anyMatch(c -> c.code() == ErrorCause.STALE_COOKIE)) {
            handshake.onStaleCookie(nowNanos);
        }
    }

    private boolean onUnknown(UnknownChunk chunk) {
        if (chunk.isReported() && context.tcb != null) {
            context.writer.add(
                    new ErrorChunk(List.of(ErrorCause.echoing(ErrorCause.UNRECOGNIZED_CHUNK, chunk.bytes()))));
        }
        return chunk.isSkipped();
    }

    @Override
    public void timeout(long nowNanos) {
        if (context.timers.expire(SctpTimer.T1_INIT, nowNanos)) {
            handshake.timedOut(SctpTimer.T1_INIT, nowNanos);
        }
        if (context.timers.expire(SctpTimer.T1_COOKIE, nowNanos)) {
            handshake.timedOut(SctpTimer.T1_COOKIE, nowNanos);
        }
        Tcb tcb = context.tcb;
        if (tcb != null) {
            timeoutEstablished(tcb, nowNanos);
            finish(nowNanos);
        }
        context.writer.flush();
    }

    private void timeoutEstablished(Tcb tcb, long nowNanos) {
        if (context.timers.expire(SctpTimer.DELAYED_SACK, nowNanos)) {
            tcb.inbound.hurrySack();
        }
        if (context.timers.expire(SctpTimer.T3_RTX, nowNanos) && !context.peerSilent("DATA")) {
            tcb.retransmission.timedOut(nowNanos);
        }
        if (context.timers.expire(SctpTimer.REORDERING, nowNanos)) {
            tcb.retransmission.detectLosses(nowNanos);
        }
        if (context.timers.expire(SctpTimer.TAIL_PROBE, nowNanos)) {
            tcb.retransmission.probeTail(nowNanos);
        }
        context.timers.expire(SctpTimer.PACING, nowNanos); // what waits goes with what else is due
        if (context.timers.expire(SctpTimer.MTU_PROBE, nowNanos)) {
            tcb.mtuSearch.expired(nowNanos);
        }
        if (context.timers.expire(SctpTimer.RECONFIG, nowNanos)) {
            tcb.reConfig.timedOut(nowNanos);
        }
        if (context.timers.expire(SctpTimer.HEARTBEAT_ANSWER, nowNanos)) {
            heartbeats.unanswered(tcb);
        }
        if (context.timers.expire(SctpTimer.HEARTBEAT, nowNanos)) {
            heartbeats.due(tcb, nowNanos);
        }
        if (context.timers.expire(SctpTimer.T2_SHUTDOWN, nowNanos)) {
            shutdown.timedOut(tcb, nowNanos);
        }
        if (context.timers.expire(SctpTimer.T5_SHUTDOWN_GUARD, nowNanos)) {
            shutdown.guardExpired();
        }
    }

    /** Sends what is due after each call, in as few packets as hold it. */
    private void finish(long nowNanos) {
        Tcb tcb = context.tcb;
        if (tcb != null && !(context.state instanceof SctpState.CookieEchoed)) {
            boolean sends = context.state.sendsData();
            InboundData inbound = tcb.inbound;
            if (inbound.isSackDue()
                    || (sends
                            && inbound.isSackWaiting()
                            && tcb.retransmission.transmitter().hasSendable(nowNanos))) {
                context.writer.add(inbound.takeSack());
            }
            if (sends) {
                tcb.reConfig.transmit(nowNanos);
                tcb.retransmission.transmitter().transmit(context.writer, nowNanos);
                tcb.mtuSearch.transmit();
            }
            shutdown.proceed(tcb, nowNanos);
        } else if (context.isClosed()) {
            sendQueue.clear();
        }
        context.writer.flush();
    }

    @Override
    public long deadlineNanos() {
        return context.timers.nextNanos();
    }

    @Override
    public @Nullable Packet pollPacket() {
        return null;
    }

    @Override
    public @Nullable SctpEvent pollEvent() {
        return context.events.poll();
    }
}
