package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.NtpTime;
import dev.plumb.base.engine.WallClock;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.packet.RtpHeaderWriter;
import dev.plumb.rtp.payload.Packetizer;
import dev.plumb.rtp.payload.PayloadSink;
import dev.plumb.rtp.repair.Rtx;
import dev.plumb.rtp.repair.SendHistory;
import dev.plumb.rtp.rtcp.Nack;
import dev.plumb.rtp.rtcp.ReportBlock;
import dev.plumb.rtp.rtcp.SenderReport;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One stream sent: sequence numbers, timestamps, header extensions, retransmissions. Made by
 * {@link RtpSession#addSendStream}; like the session, it belongs to one thread.
 */
public final class RtpSendStream {
    private static final int VIDEO_HISTORY = 1024;
    private static final int AUDIO_HISTORY = 128;
    private static final int LONGEST_TAG = 16;
    private static final long LEAST_RESEND_PAUSE_NANOS = 10_000_000L;

    /**
     * The longest wait for a key frame, in nanoseconds. Not every key frame can be recognized, for example one that the
     * application has encrypted, so sending resumes after this time.
     */
    private static final long AWAIT_KEY_FRAME_NANOS = 3_000_000_000L;

    private static final int SILENT_DBOV = 127;
    private static final int FIR_SOURCES_AT_MOST = 64;
    private static final long LEAST_FIR_REPEAT_NANOS = 250_000_000L;
    private static final long KEY_FRAME_PAUSE_NANOS = 100_000_000L;

    private final FrameCut frameCut = new FrameCut();
    private final int packetBytesAtMost;
    private final SendClock clock;
    private final Map<Integer, Integer> rtxPayloadTypes = new HashMap<>();
    private SendStreamConfig config;
    private SendPath path;
    private RtpHeaderWriter headers;
    private RtpHeaderWriter rtxHeaders;
    private @Nullable SendHistory history;
    private PayloadType payload;
    private List<Long> contributing = List.of();
    private byte[] contributingLevels = new byte[0];
    private int levelDbov = SILENT_DBOV;
    private boolean voice;
    private String cname = "";

    private Packetizer packetizer;
    private int sequence;
    private int rtxSequence;
    private long rateBps;
    private boolean stopped;

    private long lastTimestamp;
    private long lastCaptureNanos;
    private long mediaPackets;
    private long mediaBytes;

    private long headerBytesSent;
    private long retransmittedPackets;
    private long retransmittedBytes;
    private long framesSent;
    private long nackCount;
    private long pliCount;
    private long firCount;
    private long packetsDropped;
    private long framesDropped;
    private long awaitsKeyFrameUntilNanos = Long.MIN_VALUE;
    private long waitedNanos;
    private @Nullable ReportBlock lastBlock;
    private long rttNanos = -1;
    private long totalRttNanos;
    private long rttMeasurements;
    private final Map<Long, Fir> lastFirs = new LinkedHashMap<>();
    private long nextKeyFrameNanos = Long.MIN_VALUE;

    /**
     * Creates a stream.
     *
     * @param earlier the clock of a stream that had the SSRC before, or null
     */
    RtpSendStream(
            SendStreamConfig config,
            SendPath path,
            int packetBytesAtMost,
            RandomGenerator random,
            @Nullable SendClock earlier) {
        this.config = config;
        this.path = path;
        this.packetBytesAtMost = packetBytesAtMost;
        this.payload = config.payload();
        this.rtxPayloadTypes.put(payload.number(), config.rtxPayloadType());
        this.packetizer = payload.format().packetizer();
        this.rateBps = config.rateBps();
        // the lower half only: the receiver takes SRTP's rollover counter to be 0 at the first packet it sees
        this.sequence = path.followingSequence(config.ssrc(), random.nextInt(0x8000));
        int firstRtx = random.nextInt(0x8000);
        this.rtxSequence = config.hasRtx() ? path.followingSequence(config.rtxSsrc(), firstRtx) : firstRtx;
        long firstTicks = random.nextLong(1L << 32);
        this.clock = earlier == null ? new SendClock(payload.clockRateHz(), firstTicks) : new SendClock(earlier);
        this.headers = layout(config.ssrc(), HeaderExtension.RID);
        this.rtxHeaders = layout(config.hasRtx() ? config.rtxSsrc() : 0, HeaderExtension.REPAIRED_RID);
        this.history = newHistory();
    }

    /** Sets its canonical name from now on, empty for the session's. */
    public void cname(String canonicalName) {
        cname = canonicalName;
    }

    String cname() {
        return cname;
    }

    private @Nullable SendHistory newHistory() {
        return config.nack() ? new SendHistory(path.pool(), config.video() ? VIDEO_HISTORY : AUDIO_HISTORY) : null;
    }

    /** Changes MID, header extensions and RTX. The codec stays until {@link #payload}. */
    void configure(SendStreamConfig newConfig) {
        boolean otherHistory = newConfig.nack() != config.nack() || newConfig.hasRtx() != config.hasRtx();
        config = newConfig;
        rtxPayloadTypes.put(newConfig.payload().number(), newConfig.rtxPayloadType());
        layoutHeaders();
        if (otherHistory) {
            forgetHistory();
        }
    }

    /**
     * Moves to another transport. Packets already sent can be retransmitted there, unless they are kept protected with
     * the old keys, or the sequence numbers cannot continue because they were used with the keys there.
     */
    void moveTo(SendPath newPath, SendStreamConfig newConfig) {
        path = newPath;
        configure(newConfig);
        int next = newPath.nextSequence(newConfig.ssrc(), sequence);
        if (next != sequence || !config.hasRtx()) {
            forgetHistory();
        }
        sequence = next;
    }

    /** Discards the packets that are kept protected with the old keys, after the keys have changed. */
    void rekeyed() {
        if (!config.hasRtx()) {
            forgetHistory();
        }
    }

    private void forgetHistory() {
        if (history != null) {
            history.close();
        }
        history = newHistory();
    }

    private void layoutHeaders() {
        headers = layout(config.ssrc(), HeaderExtension.RID);
        rtxHeaders = layout(config.hasRtx() ? config.rtxSsrc() : 0, HeaderExtension.REPAIRED_RID);
    }

    /**
     * Sets the contributing sources of the packets from now on, as a mixer does.
     *
     * @param ssrcs the SSRCs, at most 15
     * @param levelsDbov the level of each, 0 (loudest) to 127; sent where the header extension was negotiated
     * @spec https://www.rfc-editor.org/rfc/rfc6465#section-3 RFC 6465 3, Audio Levels
     */
    public void contributing(List<Long> ssrcs, List<Integer> levelsDbov) {
        contributing = List.copyOf(ssrcs);
        contributingLevels = new byte[levelsDbov.size()];
        for (int i = 0; i < contributingLevels.length; i++) {
            contributingLevels[i] = (byte) (levelsDbov.get(i) & 0x7f);
        }
        layoutHeaders();
    }

    /** Sets the level of the sound that is sent from now on. It is sent if the header extension was negotiated. */
    public void level(int dbov, boolean newVoice) {
        levelDbov = dbov;
        voice = newVoice;
    }

    SendClock clock() {
        return clock;
    }

    /** Returns the sequence number that a packet about to leave should have. */
    int wantedNumber(SendPath.Kind kind) {
        return kind == SendPath.Kind.RTX ? rtxSequence : sequence;
    }

    /** Records the sequence number that a packet about to leave was given. */
    void tookNumber(SendPath.Kind kind, int number) {
        if (kind == SendPath.Kind.RTX) {
            rtxSequence = number + 1 & 0xffff;
        } else {
            sequence = number + 1 & 0xffff;
        }
    }

    private RtpHeaderWriter layout(long ssrc, HeaderExtension ridExtension) {
        HeaderExtensionIds ids = config.extensions();
        return RtpHeaderWriter.layout(ssrc)
                .with(ids.id(HeaderExtension.MID), config.mid().getBytes(StandardCharsets.UTF_8))
                .with(ids.id(ridExtension), config.rid().getBytes(StandardCharsets.UTF_8))
                .with(ids.id(HeaderExtension.ABS_SEND_TIME), new byte[3])
                .with(ids.id(HeaderExtension.TRANSPORT_CC), new byte[2])
                .withLevel(ids.id(HeaderExtension.AUDIO_LEVEL))
                .with(ids.id(HeaderExtension.CSRC_AUDIO_LEVEL), contributingLevels)
                .contributing(contributing)
                .build();
    }

    /** Returns the configuration that the stream was created with. Payload type and rate may have changed since. */
    public SendStreamConfig config() {
        return config;
    }

    /** Returns its SSRC. */
    public long ssrc() {
        return config.ssrc();
    }

    /** Returns the present payload type. */
    public PayloadType payload() {
        return payload;
    }

    /** Changes the codec from the next frame on; SSRC, sequence numbers and time go on. */
    public void payload(PayloadType newPayload, int newRtxPayloadType) {
        if (newPayload.format() != payload.format()) {
            packetizer = newPayload.format().packetizer();
        }
        payload = newPayload;
        rtxPayloadTypes.put(newPayload.number(), newRtxPayloadType);
    }

    /** Returns whether it was stopped: then it sends nothing any more. */
    public boolean isStopped() {
        return stopped;
    }

    long rateBps() {
        return rateBps;
    }

    void rateBps(long bps) {
        rateBps = bps;
    }

    /** Returns the RTP timestamp of a capture time, unsigned 32 bits. */
    public long timestampAt(long captureNanos) {
        return clock.timestampAt(captureNanos);
    }

    /**
     * Sends one encoded frame. Does nothing when stopped.
     *
     * @param encoded the frame as the encoder returned it; not kept
     * @param captureNanos the time of capture, monotonic; for audio it should grow by exactly the frames' duration
     * @param marker for audio, whether it is the first frame after silence; for video the format sets it
     * @return false if the frame was dropped, because too much is waiting or because an earlier frame was dropped; a
     *     key frame is needed then
     */
    public boolean sendFrame(byte[] encoded, long captureNanos, boolean marker, long nowNanos) {
        if (stopped) {
            return true;
        }
        if (payload.format().isVideo() && !mayFollow(encoded, nowNanos)) {
            framesDropped++;
            return false;
        }
        clock.follow(payload.clockRateHz(), captureNanos);
        frameCut.timestamp = timestampAt(captureNanos);
        frameCut.marker = marker;
        frameCut.nowNanos = nowNanos;
        lastTimestamp = frameCut.timestamp;
        lastCaptureNanos = captureNanos;
        if (packetizer.packetize(encoded, payloadBytesAtMost(), frameCut) > 0) {
            framesSent++;
        }
        return true;
    }

    /** Returns whether a picture can be sent. After a dropped picture the peer can use only a key frame. */
    private boolean mayFollow(byte[] encoded, long nowNanos) {
        boolean waits = nowNanos < awaitsKeyFrameUntilNanos && !payload.format().isKeyFrame(encoded);
        if (!waits && path.hasRoom(encoded.length)) {
            awaitsKeyFrameUntilNanos = Long.MIN_VALUE;
            return true;
        }
        if (!waits) {
            awaitsKeyFrameUntilNanos = nowNanos + AWAIT_KEY_FRAME_NANOS;
        }
        return false;
    }

    private int payloadBytesAtMost() {
        return packetBytesAtMost - headers.bytes() - LONGEST_TAG - Rtx.BYTES;
    }

    /**
     * Sends one payload as it is, such as a telephone event.
     *
     * @param rtpTimestamp the timestamp on the wire, as {@link #timestampAt} returns it
     * @throws IllegalArgumentException where it is too long for a packet
     */
    public void sendPayload(byte[] bytes, int payloadTypeNumber, long rtpTimestamp, boolean marker, long nowNanos) {
        if (bytes.length > payloadBytesAtMost()) {
            throw new IllegalArgumentException("a payload must have at most " + payloadBytesAtMost() + " bytes");
        }
        if (stopped) {
            return;
        }
        Packet p = path.pool().take();
        headers.write(p, payloadTypeNumber, 0, rtpTimestamp, marker);
        headers.level(p, levelDbov, voice);
        p.append(bytes, 0, bytes.length);
        path.send(this, p, SendPath.Kind.MEDIA, nowNanos);
    }

    /** A sink that sends a frame's payloads as packets. */
    private final class FrameCut implements PayloadSink {
        private long timestamp;
        private boolean marker;
        private long nowNanos;
        private @Nullable Packet current;

        @Override
        public Packet begin() {
            Packet p = path.pool().take();
            headers.write(p, payload.number(), 0, timestamp, false);
            headers.level(p, levelDbov, voice);
            current = p;
            return p;
        }

        @Override
        public void end(boolean lastOfFrame) {
            Packet p = current;
            if (p == null) {
                throw new IllegalStateException("end() without begin()");
            }
            current = null;
            if (payload.format().isVideo() ? lastOfFrame : marker) {
                p.put8(1, p.u8(1) | 0x80);
            }
            path.send(RtpSendStream.this, p, SendPath.Kind.MEDIA, nowNanos);
        }
    }

    /** Counts a packet that is about to be protected. */
    void leaving(RtpHeader header, Packet borrowed, SendPath.Kind kind, long nowNanos) {
        headerBytesSent += header.headerBytes() + header.paddingBytes();
        if (kind == SendPath.Kind.RTX) {
            retransmittedPackets++;
            retransmittedBytes += header.payloadBytes();
            return;
        }
        mediaPackets++;
        mediaBytes += header.payloadBytes();
        if (history != null && config.hasRtx()) {
            history.put(header.sequence(), borrowed, nowNanos);
        }
    }

    /**
     * Keeps a packet that was protected. Without a stream for retransmissions the very same datagram is sent again,
     * since the same sequence number with other contents would use SRTP's key stream twice.
     */
    void left(int sentSequence, Packet borrowed, SendPath.Kind kind, long nowNanos) {
        if (kind == SendPath.Kind.MEDIA && history != null && !config.hasRtx()) {
            history.put(sentSequence, borrowed, nowNanos);
        }
    }

    void resent(Packet borrowed) {
        retransmittedPackets++;
        retransmittedBytes += Math.max(0, borrowed.length() - headers.bytes() - LONGEST_TAG);
    }

    /** Adds the time that a packet waited before it left. */
    void waited(long nanos) {
        waitedNanos += nanos;
    }

    void dropped() {
        packetsDropped++;
    }

    /** Answers a NACK. */
    void nacked(Nack nack, long roundTripNanos, long nowNanos) {
        nackCount++;
        if (history == null || stopped) {
            return;
        }
        long pauseNanos = Math.max(LEAST_RESEND_PAUSE_NANOS, roundTripNanos / 2);
        for (int wanted : nack.sequences()) {
            if (history.has(wanted, pauseNanos, nowNanos) && path.mayRetransmit()) {
                Packet kept = history.resend(wanted, pauseNanos, nowNanos);
                if (kept != null) {
                    resend(kept, nowNanos);
                }
            }
        }
    }

    private void resend(Packet kept, long nowNanos) {
        if (!config.hasRtx()) {
            path.send(this, path.pool().copyOf(kept), SendPath.Kind.AGAIN, nowNanos);
            return;
        }
        int rtxPayloadType = rtxPayloadTypes.getOrDefault(kept.u8(1) & 0x7f, SendStreamConfig.NONE);
        if (rtxPayloadType == SendStreamConfig.NONE) {
            return;
        }
        Packet out = path.pool().take();
        if (Rtx.encapsulate(kept, out, rtxHeaders, rtxPayloadType, 0, path.header())) {
            path.send(this, out, SendPath.Kind.RTX, nowNanos);
        } else {
            out.release();
        }
    }

    /** Counts a PLI, and returns whether to ask for a key frame. */
    boolean pictureLost(long nowNanos) {
        pliCount++;
        return mayAskForKeyFrame(nowNanos);
    }

    /**
     * Handles a FIR and returns whether to ask the encoder for a key frame. A FIR with the sequence number of the last
     * one from the same peer repeats that request. It is followed again only after the time in which the key frame must
     * have been lost.
     */
    boolean fullIntraRequested(long from, int firSequence, long nowNanos) {
        firCount++;
        Fir before = lastFirs.get(from);
        long patienceNanos = Math.max(LEAST_FIR_REPEAT_NANOS, 2 * rttNanos);
        if (before != null && before.sequence == firSequence && nowNanos - before.heardNanos < patienceNanos) {
            return false;
        }
        lastFirs.remove(from);
        if (lastFirs.size() >= FIR_SOURCES_AT_MOST) {
            lastFirs.remove(lastFirs.keySet().iterator().next());
        }
        lastFirs.put(from, new Fir(firSequence, nowNanos));
        return mayAskForKeyFrame(nowNanos);
    }

    /** The last FIR of a peer that did not count as a repetition. */
    private record Fir(int sequence, long heardNanos) {}

    private boolean mayAskForKeyFrame(long nowNanos) {
        if (nowNanos < nextKeyFrameNanos) {
            return false;
        }
        nextKeyFrameNanos = nowNanos + KEY_FRAME_PAUSE_NANOS;
        return true;
    }

    /**
     * Applies the other side's report on this stream, and returns the round-trip time, or -1 if the block does not tell
     * it.
     */
    long reported(ReportBlock block, long ntpNow) {
        lastBlock = block;
        if (block.lastReport() == 0) {
            return -1;
        }
        long trip = NtpTime.middle(ntpNow) - block.lastReport() - block.delaySinceLastReport() & 0xffff_ffffL;
        // a clock stepped back, or a peer made it up
        if (trip > 0x8000_0000L) {
            return -1;
        }
        rttNanos = NtpTime.middleToNanos(trip);
        totalRttNanos += rttNanos;
        rttMeasurements++;
        return rttNanos;
    }

    /** Returns whether it has sent anything that a report can tell of. */
    boolean hasSent() {
        return mediaPackets > 0;
    }

    SenderReport report(WallClock wall, List<ReportBlock> blocks, long nowNanos) {
        long elapsedTicks = (nowNanos - lastCaptureNanos) / 1000 * clock.rateHz() / 1_000_000;
        return new SenderReport(
                config.ssrc(),
                wall.ntpAt(nowNanos),
                lastTimestamp + elapsedTicks & 0xffff_ffffL,
                mediaPackets & 0xffff_ffffL,
                mediaBytes & 0xffff_ffffL,
                blocks);
    }

    /** Ends a stream that a session has released and none adopts. */
    public void abandon() {
        stop();
    }

    void stop() {
        stopped = true;
        if (history != null) {
            history.close();
        }
    }

    /** Returns the current statistics. */
    public SendStreamStats stats() {
        ReportBlock block = lastBlock;
        return new SendStreamStats(
                mediaPackets + retransmittedPackets,
                mediaBytes + retransmittedBytes,
                headerBytesSent,
                retransmittedPackets,
                retransmittedBytes,
                framesSent,
                nackCount,
                pliCount,
                firCount,
                block == null ? 0 : block.packetsLost(),
                block == null ? 0 : block.fractionLost() / 256.0,
                block == null ? 0 : (double) block.jitter() / payload.clockRateHz(),
                rttNanos,
                totalRttNanos,
                rttMeasurements,
                packetsDropped,
                waitedNanos,
                block != null,
                framesDropped,
                path.retransmissionsRefused());
    }

    @Override
    public String toString() {
        return "RtpSendStream[ssrc=" + Long.toHexString(ssrc()) + " " + payload + "]";
    }
}
