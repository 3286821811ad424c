package dev.plumb.rtp.rtp;

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
import dev.plumb.rtp.srtp.SrtpSender;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All RTP and RTCP on one DTLS transport: SRTP, routing, streams sent and received, reports, feedback, repair, pacing.
 *
 * <p>Datagrams go in by {@link #receive} (whatever RFC 7983 says is RTP or RTCP, still protected) and out by the sink. Before
 * {@link #keys} what comes in is kept for a moment and what is sent is dropped. It gives no packets, only events.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-6.2 RFC 3550 6.2, RTCP Transmission Interval
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-3 RFC 4585 3, Rules for RTCP Feedback
 */
public final class RtpSession implements Engine<RtpEvent> {
    private static final int KEPT_BEFORE_KEYS = 128;
    private static final int KEPT_UNHANDLED = 256;
    private static final long KEEP_NANOS = 3_000_000_000L;
    private static final long REPORT_NANOS = 1_000_000_000L;
    private static final int STREAMS_AT_MOST = 256;

    private final RtpSessionConfig config;
    private final RandomGenerator random;
    private final SendPath path;
    private final RtcpOut rtcpOut;
    private final RtcpIn rtcpIn;
    private final ReceivePipeline pipeline;
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private final RtpDemux<RtpReceiver> demux = new RtpDemux<>();
    private final Set<RtpSendStream> senders = new LinkedHashSet<>();
    private final Set<RtpReceiver> receivers = new LinkedHashSet<>();
    private final KeptPackets beforeKeys;
    private final KeptPackets unhandled;
    private final ArrayDeque<RtpEvent> events = new ArrayDeque<>();
    private final Timers<Timer> timers = new Timers<>(Timer.class);
    private State state = new AwaitingKeys();
    private HeaderExtensionIds presetExtensions = HeaderExtensionIds.NONE;
    private long datagramsReceived;
    private long notRtp;

    /** The session's own timers; streams, pacer and recorder have deadlines of their own. */
    private enum Timer {
        /** The next regular RTCP report. */
        REPORT
    }

    /** Where a session stands. */
    private sealed interface State {}

    /** DTLS is not done. */
    private record AwaitingKeys() implements State {}

    /** Packets flow. */
    private record Running(SrtpReceiver srtp) implements State {}

    /** Closed; nothing happens any more. */
    private record Closed() implements State {}

    /**
     * A session without keys and streams.
     *
     * @param below takes protected datagrams
     * @param pool of the loop that it runs on
     * @param random for sequence numbers, timestamps and report times
     * @param clock wall time of sender reports
     */
    public RtpSession(
            RtpSessionConfig config, DatagramSink below, PacketPool pool, RandomGenerator random, WallClock clock) {
        this.config = config;
        this.random = random;
        this.path = new SendPath(below, pool, clock);
        this.beforeKeys = new KeptPackets(pool, KEPT_BEFORE_KEYS, KEEP_NANOS);
        this.unhandled = new KeptPackets(pool, KEPT_UNHANDLED, KEEP_NANOS);
        long ownSsrc = random.nextLong(1L << 32);
        this.rtcpOut = new RtcpOut(config, path, clock, senders, receivers, ownSsrc);
        this.rtcpIn = new RtcpIn(clock, senders, receivers, events::add);
        this.pipeline = new ReceivePipeline(demux, senders, arrivals, rtcpOut, unhandled, events::add);
    }

    private void to(State next) {
        state = next;
    }

    /** Starts SRTP, or goes on with other keys; what came before is processed now. */
    public void keys(SrtpKeys keys, long nowNanos) {
        if (state instanceof Closed) {
            return;
        }
        path.keys(new SrtpSender(keys.profile(), keys.localKey(), keys.localSalt()));
        to(new Running(new SrtpReceiver(keys.profile(), keys.remoteKey(), keys.remoteSalt())));
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

    /** What SRTP found authentic; tests and fuzzers come in here. */
    void receivePlain(Packet borrowed, boolean rtcp, long nowNanos) {
        if (rtcp) {
            rtcpIn.receive(borrowed, nowNanos);
        } else {
            pipeline.receive(borrowed, nowNanos);
        }
    }

    /**
     * Makes a stream to send. What is sent before the keys are there is dropped.
     *
     * @throws IllegalArgumentException where its SSRC or its retransmissions' is in use
     * @throws IllegalStateException when closed
     */
    public RtpSendStream addSendStream(SendStreamConfig stream) {
        requireOpen();
        for (RtpSendStream s : senders) {
            if (uses(s, stream.ssrc()) || (stream.hasRtx() && uses(s, stream.rtxSsrc()))) {
                throw new IllegalArgumentException("the SSRC is in use already: " + s);
            }
        }
        if (senders.size() >= STREAMS_AT_MOST) {
            throw new IllegalArgumentException("too many streams on one transport: " + STREAMS_AT_MOST);
        }
        RtpSendStream made = new RtpSendStream(stream, path, config.packetBytesAtMost(), random);
        senders.add(made);
        updateRate();
        return made;
    }

    private static boolean uses(RtpSendStream stream, long ssrc) {
        return stream.ssrc() == ssrc || stream.config().rtxSsrc() == ssrc;
    }

    /** An SSRC that no stream of this session uses. */
    public long freeSsrc() {
        long ssrc = random.nextLong(1L << 32);
        while (isUsed(ssrc)) {
            ssrc = random.nextLong(1L << 32);
        }
        return ssrc;
    }

    private boolean isUsed(long ssrc) {
        return senders.stream().anyMatch(s -> uses(s, ssrc))
                || receivers.stream().flatMap(r -> r.streams().stream()).anyMatch(s -> s.ssrc() == ssrc);
    }

    /** Sets the bit rate that a stream is going to send about. */
    public void rate(RtpSendStream stream, long rateBps) {
        stream.rateBps(rateBps);
        updateRate();
    }

    private void updateRate() {
        path.totalRate(senders.stream().mapToLong(RtpSendStream::rateBps).sum());
    }

    /** Ends a stream with a BYE, for its retransmissions too. Nothing happens where it is ended already. */
    public void stop(RtpSendStream stream) {
        if (!senders.contains(stream)) {
            return;
        }
        rtcpOut.bye(ssrcsOf(List.of(stream)));
        senders.remove(stream);
        stream.stop();
        updateRate();
    }

    private static List<Long> ssrcsOf(Iterable<RtpSendStream> streams) {
        List<Long> ssrcs = new ArrayList<>();
        for (RtpSendStream s : streams) {
            ssrcs.add(s.ssrc());
            if (s.config().hasRtx()) {
                ssrcs.add(s.config().rtxSsrc());
            }
        }
        return ssrcs;
    }

    /**
     * Makes a receiver. Packets that came for it in the last moments are processed now.
     *
     * @throws IllegalStateException when closed
     */
    public RtpReceiver addReceiver(ReceiverConfig receiver, long nowNanos) {
        requireOpen();
        if (receivers.size() >= STREAMS_AT_MOST) {
            throw new IllegalArgumentException("too many receivers on one transport: " + STREAMS_AT_MOST);
        }
        RtpReceiver made = new RtpReceiver(receiver);
        receivers.add(made);
        demux.add(made, receiver);
        updateExtensions();
        replayUnhandled(nowNanos);
        return made;
    }

    /** Changes what a receiver takes; its streams go on where they still fit. */
    public void replaceReceiver(RtpReceiver receiver, ReceiverConfig newConfig, long nowNanos) {
        if (!receivers.contains(receiver)) {
            return;
        }
        demux.remove(receiver);
        receiver.config(newConfig);
        demux.add(receiver, newConfig);
        updateExtensions();
        replayUnhandled(nowNanos);
    }

    /** Ends a receiver. */
    public void removeReceiver(RtpReceiver receiver) {
        if (receivers.remove(receiver)) {
            demux.remove(receiver);
            updateExtensions();
        }
    }

    /**
     * Sets under which identifiers MID and RID are looked for before any receiver says so, so that {@link RtpEvent.Unhandled} can
     * tell them.
     */
    public void presetExtensions(HeaderExtensionIds extensions) {
        presetExtensions = extensions;
        updateExtensions();
    }

    private void updateExtensions() {
        HeaderExtensionIds merged = presetExtensions;
        for (RtpReceiver r : receivers) {
            merged = merged.orElse(r.config().extensions());
        }
        pipeline.extensions(merged);
    }

    private void replayUnhandled(long nowNanos) {
        int count = unhandled.size();
        for (int i = 0; i < count; i++) {
            KeptPackets.Kept k = unhandled.poll(nowNanos);
            if (k == null) {
                return;
            }
            pipeline.receive(k.owned(), k.arrivedNanos());
            k.owned().release();
        }
    }

    /** The decoder of a receiver's video cannot go on without a key frame. */
    public void requireKeyFrame(RtpReceiver receiver, long nowNanos) {
        for (RtpReceiveStream s : receiver.streams()) {
            s.requireKeyFrame(nowNanos);
            s.service(rtcpOut, events::add, nowNanos);
        }
    }

    @Override
    public void timeout(long nowNanos) {
        if (state instanceof Closed) {
            return;
        }
        path.run(nowNanos);
        for (RtpReceiver r : receivers) {
            for (RtpReceiveStream s : r.streams()) {
                if (s.deadlineNanos() <= nowNanos) {
                    s.service(rtcpOut, events::add, nowNanos);
                }
            }
        }
        if (arrivals.dueNanos() <= nowNanos) {
            feedArrivalsBack();
        }
        if (timers.expire(Timer.REPORT, nowNanos)) {
            if (!senders.isEmpty() || !receivers.isEmpty()) {
                rtcpOut.report(nowNanos);
            }
            timers.set(Timer.REPORT, nowNanos + reportPauseNanos());
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

    /** Half to one and a half of the interval, so that ends do not fall into step. */
    private long reportPauseNanos() {
        return REPORT_NANOS / 2 + random.nextLong(REPORT_NANOS);
    }

    @Override
    public long deadlineNanos() {
        if (state instanceof Closed) {
            return NEVER;
        }
        long next = Math.min(timers.nextNanos(), Math.min(path.deadlineNanos(), arrivals.dueNanos()));
        for (RtpReceiver r : receivers) {
            for (RtpReceiveStream s : r.streams()) {
                next = Math.min(next, s.deadlineNanos());
            }
        }
        return next;
    }

    @Override
    public @Nullable Packet pollPacket() {
        return null;
    }

    @Override
    public @Nullable RtpEvent pollEvent() {
        return events.pollFirst();
    }

    /** Says goodbye for all streams and gives back every packet. Nothing happens a second time. */
    public void close() {
        if (state instanceof Closed) {
            return;
        }
        rtcpOut.bye(ssrcsOf(senders));
        senders.forEach(RtpSendStream::stop);
        senders.clear();
        receivers.clear();
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

    /** The round-trip time last measured; 100 ms before the first. */
    public long rttNanos() {
        return rtcpIn.rttNanos();
    }

    /** The session's figures now. */
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
                path.waitingBytes());
    }
}
