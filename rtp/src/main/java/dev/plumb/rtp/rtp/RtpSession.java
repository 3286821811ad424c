package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Timers;
import dev.plumb.base.engine.WallClock;
import dev.plumb.rtp.feedback.ArrivalRecorder;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.rtcp.TransportFeedback;
import dev.plumb.rtp.srtp.SrtpReceiver;
import dev.plumb.rtp.srtp.SrtpSendException;
import dev.plumb.rtp.srtp.SrtpSender;
import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All RTP and RTCP on one DTLS transport: SRTP, routing, streams sent and received, reports, feedback, repair, pacing.
 *
 * <p>Received datagrams are passed to {@link #receive} (those that are RTP or RTCP by RFC 7983, still protected), and
 * sent ones to the sink. Before {@link #keys}, received datagrams are kept for a moment and sent ones are dropped. It
 * returns no packets, only events.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.2 RFC 3550 6.2, RTCP Transmission Interval
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-3 RFC 4585 3, Rules for RTCP Feedback
 */
public final class RtpSession implements Engine<RtpEvent> {
    private static final int SSRC_ENDS = 12;
    private static final int KEPT_BEFORE_KEYS = 128;
    private static final int KEPT_UNHANDLED = 1024;
    private static final long KEEP_NANOS = 3_000_000_000L;
    private static final long REPORT_NANOS = 1_000_000_000L;
    private static final long AGE_NANOS = 60_000_000_000L;

    private final RtpSessionConfig config;
    private final RandomGenerator random;
    private final SendPath path;
    private final RtcpOut rtcpOut;
    private final RtcpIn rtcpIn;
    private final ReceivePipeline pipeline;
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private final SentStreams senders = new SentStreams();
    private final LateReports late = new LateReports();
    private final ReceivedStreams streams = new ReceivedStreams(late);
    private final Receivers receivers;
    private final KeptPackets beforeKeys;
    private final UnhandledPackets unhandled;
    private final ArrayDeque<RtpEvent> events = new ArrayDeque<>();
    private final Timers<Timer> timers = new Timers<>(Timer.class);
    private final UsedKeys usedKeys = new UsedKeys();
    private final UsedKeys usedRtcpKeys = new UsedKeys();
    private State state = new AwaitingKeys();
    private @Nullable SrtpReceiver rtcpApart;
    private long datagramsReceived;
    private long notRtp;

    /** The session's own timers; streams, pacer and recorder have deadlines of their own. */
    private enum Timer {
        /** The next regular RTCP report. */
        REPORT,
        /** The next check for SSRCs from which SRTP has not received anything for long. */
        AGE
    }

    /** The state of a session. */
    private sealed interface State {}

    /** DTLS is not done. */
    private record AwaitingKeys() implements State {}

    /** Packets flow. */
    private record Running(SrtpReceiver srtp) implements State {}

    /** Closed; nothing happens any more. */
    private record Closed() implements State {}

    /**
     * Creates a session without keys and streams.
     *
     * @param below the sink of protected datagrams
     * @param pool the pool of the loop that it runs on
     * @param random the source of sequence numbers, timestamps and report times
     * @param clock wall time of sender reports
     */
    public RtpSession(
            RtpSessionConfig config, DatagramSink below, PacketPool pool, RandomGenerator random, WallClock clock) {
        this.config = config;
        this.random = random;
        this.path = new SendPath(below, pool, clock);
        this.beforeKeys = new KeptPackets(pool, KEPT_BEFORE_KEYS, KEEP_NANOS);
        this.unhandled = new UnhandledPackets(pool, KEPT_UNHANDLED, KEEP_NANOS);
        long ownSsrc = random.nextLong(1L << 32);
        this.rtcpOut = new RtcpOut(config, path, clock, senders, streams, ownSsrc);
        this.rtcpIn = new RtcpIn(clock, senders, streams, late, events::add);
        RtpDemux<RtpReceiver> demux = new RtpDemux<>();
        this.pipeline = new ReceivePipeline(demux, senders, streams, arrivals, rtcpOut, unhandled, events::add);
        this.receivers = new Receivers(demux, streams, unhandled, pipeline);
    }

    private void to(State next) {
        state = next;
    }

    /**
     * Starts SRTP, or continues with other keys. Packets that arrived before the first keys are processed now. Passing
     * the current keys again changes nothing.
     *
     * @throws IllegalArgumentException if the keys were in use before others, as their key streams would be used twice
     */
    public void keys(SrtpKeys keys, long nowNanos) {
        if (state instanceof Closed || !usedKeys.begin(keys)) {
            return;
        }
        path.keys(new SrtpSender(keys.profile(), keys.localKey(), keys.localSalt()));
        senders.all().forEach(s -> {
            path.reserve(s.config());
            s.rekeyed();
        });
        to(new Running(new SrtpReceiver(keys.profile(), keys.remoteKey(), keys.remoteSalt())));
        timers.set(Timer.AGE, nowNanos + AGE_NANOS);
        if (!timers.running(Timer.REPORT)) {
            timers.set(Timer.REPORT, nowNanos + reportPauseNanos() / 2);
        }
        for (KeptPackets.Kept k = beforeKeys.poll(nowNanos); k != null; k = beforeKeys.poll(nowNanos)) {
            unprotect(k.owned(), k.arrivedNanos());
            k.owned().release();
        }
    }

    @Override
    public void receive(Packet borrowed, long nowNanos) {
        if (borrowed.length() < 2 || borrowed.u8(0) >>> 6 != 2) {
            notRtp++;
            return;
        }
        datagramsReceived++;
        if (state instanceof AwaitingKeys) {
            beforeKeys.keep(borrowed, nowNanos);
        } else {
            unprotect(borrowed, nowNanos);
        }
    }

    private void unprotect(Packet borrowed, long nowNanos) {
        if (!(state instanceof Running(SrtpReceiver srtp))) {
            return;
        }
        boolean rtcp = RtpHeader.isRtcp(borrowed);
        boolean authentic = rtcp ? srtp.unprotectRtcp(borrowed) : srtp.unprotect(borrowed);
        if (authentic) {
            receivePlain(borrowed, rtcp, nowNanos);
        }
    }

    /** Sends RTCP by a transport of its own, which needs {@link #rtcpKeys}. */
    public void rtcpApart(DatagramSink below) {
        path.rtcpApart(below);
    }

    /**
     * Sets the keys of the RTCP transport. Passing the current keys again changes nothing.
     *
     * @throws IllegalArgumentException if the keys were in use before others
     */
    public void rtcpKeys(SrtpKeys keys) {
        if (!usedRtcpKeys.begin(keys)) {
            return;
        }
        path.rtcpKeys(new SrtpSender(keys.profile(), keys.localKey(), keys.localSalt()));
        rtcpApart = new SrtpReceiver(keys.profile(), keys.remoteKey(), keys.remoteSalt());
    }

    /** Handles a datagram from the transport of RTCP. */
    public void receiveRtcp(Packet borrowed, long nowNanos) {
        SrtpReceiver srtp = rtcpApart;
        boolean looksRight = borrowed.length() >= 8 && borrowed.u8(0) >>> 6 == 2 && RtpHeader.isRtcp(borrowed);
        if (srtp != null && looksRight && !(state instanceof Closed) && srtp.unprotectRtcp(borrowed)) {
            receivePlain(borrowed, true, nowNanos);
        }
    }

    /** Receives a packet that SRTP found authentic. Tests and fuzzers enter here. */
    void receivePlain(Packet borrowed, boolean rtcp, long nowNanos) {
        if (rtcp) {
            rtcpIn.receive(borrowed, nowNanos);
        } else {
            pipeline.receive(borrowed, nowNanos);
        }
    }

    /**
     * Creates a stream to send. Packets sent before the keys are set are dropped.
     *
     * <p>If the SSRC was used before with the same keys, the stream continues after the last sequence number.
     *
     * @throws IllegalArgumentException if its SSRC or that of its retransmissions is in use
     * @throws SrtpSendException if the keys have served too many SSRCs
     * @throws IllegalStateException when closed
     */
    public RtpSendStream addSendStream(SendStreamConfig stream) {
        requireOpen();
        senders.requireRoom(stream, null);
        path.reserve(stream);
        RtpSendStream made =
                new RtpSendStream(stream, path, config.packetBytesAtMost(), random, senders.clockOf(stream.ssrc()));
        senders.add(made);
        updateRate();
        return made;
    }

    /**
     * Changes the configuration of a stream. SSRC, sequence numbers and timestamps continue. The codec is changed by
     * {@link RtpSendStream#payload}.
     *
     * @throws IllegalArgumentException if the SSRC of the retransmissions is in use
     * @throws SrtpSendException if the keys have served too many SSRCs
     */
    public void configure(RtpSendStream stream, SendStreamConfig newConfig) {
        if (senders.contains(stream)) {
            senders.requireRoom(newConfig, stream);
            path.reserve(newConfig);
            senders.remove(stream);
            stream.configure(newConfig);
            senders.add(stream);
        }
    }

    /** Releases a stream to another session of the same loop, without a BYE. */
    public void release(RtpSendStream stream) {
        if (senders.remove(stream)) {
            path.flush(stream);
            updateRate();
        }
    }

    /**
     * Adopts a stream that another session has released. The stream continues where it was.
     *
     * @throws IllegalArgumentException if its SSRC is in use here
     * @throws SrtpSendException if the keys here have served too many SSRCs
     */
    public void adopt(RtpSendStream stream, SendStreamConfig newConfig) {
        requireOpen();
        senders.requireRoom(newConfig, null);
        path.reserve(newConfig);
        stream.moveTo(path, newConfig);
        senders.add(stream);
        updateRate();
    }

    /**
     * Sends an RTP packet unchanged except for SRTP. The caller chooses header, SSRC and payload type.
     *
     * @return false if it is not an RTP packet, if it is too long, or if nothing can be sent yet
     * @throws SrtpSendException if its SSRC is that of a stream of this session, if its sequence number was used with
     *     the current keys, or if they have served too many SSRCs
     */
    public boolean sendPacket(byte[] packet) {
        if (packet.length >= SSRC_ENDS && sends(BigEndian.u32(packet, SSRC_ENDS - Integer.BYTES))) {
            throw new SrtpSendException("a stream of this transport sends with the SSRC "
                    + BigEndian.u32(packet, SSRC_ENDS - Integer.BYTES) + ": stop it, or take another SSRC");
        }
        return state instanceof Running && path.sendPacket(packet, config.packetBytesAtMost());
    }

    /**
     * Sets the SSRC that receiver reports and feedback are sent from. By default it is that of the first sent stream.
     *
     * @param cname the canonical name of that SSRC; empty for the session's
     */
    public void reportFrom(long ssrc, String cname) {
        rtcpOut.reportFrom(ssrc, cname);
    }

    /** Sets whether every packet is also reported as it arrived. */
    public void tap(boolean tapped) {
        pipeline.tap(tapped);
    }

    /** Reports the streams without a receiver once more, for a listener that was added since. */
    public void reportUnhandledAgain() {
        pipeline.reportUnhandledAgain();
    }

    /** Returns an SSRC that no stream of this session uses or has used with the current keys. */
    public long freeSsrc() {
        long ssrc = random.nextLong(1L << 32);
        while (isUsed(ssrc)) {
            ssrc = random.nextLong(1L << 32);
        }
        return ssrc;
    }

    /** Returns whether a stream that this session sends, or its retransmissions, has an SSRC. */
    public boolean sends(long ssrc) {
        return senders.user(ssrc) != null;
    }

    private boolean isUsed(long ssrc) {
        return senders.user(ssrc) != null || streams.contains(ssrc) || path.hasSent(ssrc);
    }

    /** Sets the bit rate that a stream is going to send about. */
    public void rate(RtpSendStream stream, long rateBps) {
        stream.rateBps(rateBps);
        updateRate();
    }

    private void updateRate() {
        path.totalRate(senders.all().stream().mapToLong(RtpSendStream::rateBps).sum());
    }

    /** Ends a stream with a BYE, for its retransmissions too. Nothing happens where it is ended already. */
    public void stop(RtpSendStream stream) {
        if (!senders.contains(stream)) {
            return;
        }
        rtcpOut.bye(SentStreams.ssrcsOf(List.of(stream)));
        senders.remove(stream);
        senders.left(stream);
        stream.stop();
        path.unreserve(stream.config());
        updateRate();
    }

    /**
     * Adds a receiver. Packets that arrived for it in the last moments are processed now.
     *
     * @throws IllegalStateException when closed
     */
    public RtpReceiver addReceiver(ReceiverConfig receiver, long nowNanos) {
        requireOpen();
        return receivers.add(receiver, nowNanos);
    }

    /**
     * Adopts a receiver of another session of the same loop, with the state of its streams. The other session releases
     * it.
     */
    public void adopt(RtpReceiver receiver, ReceiverConfig newConfig, long nowNanos) {
        requireOpen();
        receivers.adopt(receiver, newConfig, nowNanos);
    }

    /**
     * Releases a receiver to another session. Packets in flight here for its present streams are still passed to it
     * until {@link #removeReceiver}.
     */
    public void release(RtpReceiver receiver) {
        receivers.retire(receiver);
    }

    /** Changes the configuration of a receiver. Streams continue where they still fit. */
    public void replaceReceiver(RtpReceiver receiver, ReceiverConfig newConfig, long nowNanos) {
        receivers.replace(receiver, newConfig, nowNanos);
    }

    /** Ends a receiver. */
    public void removeReceiver(RtpReceiver receiver) {
        receivers.remove(receiver);
    }

    /**
     * Sets the identifiers under which MID and RID are looked for before any receiver has its own, so that
     * {@link RtpEvent.Unhandled} can tell them.
     */
    public void presetExtensions(HeaderExtensionIds extensions) {
        receivers.presetExtensions(extensions);
    }

    /** Requires a key frame, without which the decoder of a receiver's video cannot go on. */
    public void requireKeyFrame(RtpReceiver receiver, long nowNanos) {
        for (RtpReceiveStream s : receiver.streams()) {
            requireKeyFrame(s, nowNanos);
        }
    }

    /** Requires a key frame of one of a receiver's streams. */
    public void requireKeyFrame(RtpReceiver receiver, long ssrc, long nowNanos) {
        RtpReceiveStream stream = streams.get(ssrc);
        if (stream != null && stream.receiver() == receiver) {
            requireKeyFrame(stream, nowNanos);
        }
    }

    private void requireKeyFrame(RtpReceiveStream stream, long nowNanos) {
        stream.requireKeyFrame(nowNanos);
        serve(stream, nowNanos);
    }

    private void serve(RtpReceiveStream stream, long nowNanos) {
        stream.service(rtcpOut, events::add, nowNanos);
        streams.served(stream);
    }

    @Override
    public void timeout(long nowNanos) {
        if (state instanceof Closed) {
            return;
        }
        path.run(nowNanos);
        for (RtpReceiveStream s = streams.pollDue(nowNanos); s != null; s = streams.pollDue(nowNanos)) {
            serve(s, nowNanos);
        }
        if (arrivals.dueNanos() <= nowNanos) {
            feedArrivalsBack();
        }
        if (timers.expire(Timer.AGE, nowNanos)) {
            age();
            timers.set(Timer.AGE, nowNanos + AGE_NANOS);
        }
        if (timers.expire(Timer.REPORT, nowNanos)) {
            if (senders.size() > 0 || !receivers.isEmpty()) {
                rtcpOut.report(nowNanos);
            }
            timers.set(Timer.REPORT, nowNanos + reportPauseNanos());
        }
    }

    private void age() {
        if (state instanceof Running(SrtpReceiver srtp)) {
            srtp.age();
        }
        SrtpReceiver apart = rtcpApart;
        if (apart != null) {
            apart.age();
        }
    }

    private void feedArrivalsBack() {
        for (TransportFeedback f = pollFeedback(); f != null; f = pollFeedback()) {
            rtcpOut.feedback(f);
        }
    }

    private @Nullable TransportFeedback pollFeedback() {
        return arrivals.poll(rtcpOut.reportSsrc(), pipeline.mediaSsrc());
    }

    /** Returns a random half to one and a half of the interval, so that two sides do not fall into step. */
    private long reportPauseNanos() {
        return REPORT_NANOS / 2 + random.nextLong(REPORT_NANOS);
    }

    @Override
    public long deadlineNanos() {
        if (state instanceof Closed) {
            return NEVER;
        }
        long next = Math.min(timers.nextNanos(), Math.min(path.deadlineNanos(), arrivals.dueNanos()));
        return Math.min(next, streams.deadlineNanos());
    }

    @Override
    public @Nullable Packet pollPacket() {
        return null;
    }

    @Override
    public @Nullable RtpEvent pollEvent() {
        return events.pollFirst();
    }

    /** Sends a BYE for all streams and returns every packet to its pool. A second call does nothing. */
    public void close() {
        if (state instanceof Closed) {
            return;
        }
        rtcpOut.bye(SentStreams.ssrcsOf(senders.all()));
        senders.all().forEach(RtpSendStream::stop);
        senders.clear();
        receivers.clear();
        streams.clear();
        path.close();
        beforeKeys.close();
        unhandled.close();
        timers.stopAll();
        to(new Closed());
    }

    private void requireOpen() {
        if (state instanceof Closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    /** Returns the round-trip time measured last, or 100 ms before the first. */
    public long rttNanos() {
        return rtcpIn.rttNanos();
    }

    /** Returns the current statistics of the session. */
    public SessionStats stats() {
        SrtpReceiver srtp = state instanceof Running(SrtpReceiver r) ? r : null;
        return new SessionStats(
                datagramsReceived,
                path.datagramsSent(),
                beforeKeys.size(),
                beforeKeys.dropped(),
                path.droppedWithoutKeys(),
                notRtp,
                pipeline.malformed(),
                srtp == null ? 0 : srtp.authenticationFailures(),
                srtp == null ? 0 : srtp.replayed(),
                pipeline.probes(),
                rtcpIn.packets(),
                rtcpIn.skipped(),
                rtcpIn.transportFeedbacks(),
                path.waitingBytes(),
                srtp == null ? 0 : srtp.ssrcs(),
                srtp == null ? 0 : srtp.expired(),
                srtp == null ? 0 : srtp.overflowed());
    }
}
