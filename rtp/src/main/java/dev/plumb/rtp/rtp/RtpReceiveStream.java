package dev.plumb.rtp.rtp;

import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.NtpTime;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.jitter.FrameBuffer;
import dev.plumb.rtp.jitter.VideoPacket;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.repair.KeyFrameRequests;
import dev.plumb.rtp.repair.NackList;
import dev.plumb.rtp.rtcp.FullIntraRequest;
import dev.plumb.rtp.rtcp.PictureLossIndication;
import dev.plumb.rtp.rtcp.ReportBlock;
import dev.plumb.rtp.rtcp.SenderReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One received stream: its figures, its repair, and for video its frames. */
final class RtpReceiveStream {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LEAST_PATIENCE_NANOS = 100_000_000L;
    private static final long MOST_PATIENCE_NANOS = 500_000_000L;
    private static final long PATIENCE_WITHOUT_NACK_NANOS = 40_000_000L;

    /** The silence after which nothing is requested of a stream. */
    private static final long SILENCE_NANOS = 30_000_000_000L;

    /**
     * The time in nanoseconds without a missing packet after which the path is assumed to carry everything that is
     * sent.
     */
    private static final long WITHOUT_LOSS_NANOS = 300_000_000L;

    private final RtpReceiver receiver;
    private final long ssrc;
    private final String rid;
    private final ReceiveStatistics statistics;
    private final NackList missing = new NackList();
    private @Nullable FrameBuffer frames;
    private final KeyFrameRequests keyFrameRequests = new KeyFrameRequests();
    private ReceiverConfig.@Nullable Payload payload;
    private long rtxSsrc;
    private long rttNanos = 100_000_000L;
    private boolean rttMeasured;
    private boolean ended;
    private long deadlineNanos = Engine.NEVER;
    private long queuedNanos = Engine.NEVER;
    private int firSequence;
    private long newest = -1;
    private long lastLossNanos = Long.MIN_VALUE / 2;
    private String cname = "";
    private List<Long> csrcs = List.of();

    private long bytesReceived;
    private long headerBytesReceived;
    private long discarded;
    private long retransmitted;
    private long retransmittedBytes;
    private long reports;
    private long framesReceived;
    private long keyFrames;
    private long nackCount;
    private long pliCount;
    private long firCount;

    RtpReceiveStream(RtpReceiver receiver, long ssrc, String rid, long rtxSsrc) {
        this.receiver = receiver;
        this.ssrc = ssrc;
        this.rid = rid;
        this.rtxSsrc = rtxSsrc;
        this.statistics = new ReceiveStatistics(ssrc);
    }

    RtpReceiver receiver() {
        return receiver;
    }

    long ssrc() {
        return ssrc;
    }

    String rid() {
        return rid;
    }

    long rtxSsrc() {
        return rtxSsrc;
    }

    void rtxSsrc(long newRtxSsrc) {
        rtxSsrc = newRtxSsrc;
    }

    void cname(String newCname) {
        cname = newCname;
    }

    long lastArrivalNanos() {
        return statistics.lastArrivalNanos();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Returns the deadline under which this stream waits in the session's queue. */
    long queuedNanos() {
        return queuedNanos;
    }

    void queuedNanos(long nanos) {
        queuedNanos = nanos;
    }

    /** Sets the round-trip time of the reports. */
    private void rtt(long nanos) {
        rttNanos = nanos;
        rttMeasured = true;
        missing.rtt(nanos);
    }

    /** Handles a BYE of the sender. Nothing more is asked for until it sends again. */
    void ended() {
        ended = true;
        deadlineNanos = Engine.NEVER;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Counts a packet, records the missing ones, and returns the unwrapped sequence number. */
    long arrived(RtpHeader header, ReceiverConfig.Payload with, boolean repaired, long nowNanos) {
        payload = with;
        ended = false;
        int rate = with.type().clockRateHz();
        long sequence;
        if (repaired) {
            sequence = statistics.unwrap(header.sequence());
            retransmitted++;
            retransmittedBytes += header.payloadBytes();
        } else {
            sequence = statistics.arrived(header.sequence(), header.timestamp(), rate, nowNanos);
            bytesReceived += header.payloadBytes();
            headerBytesReceived += header.headerBytes() + header.paddingBytes();
        }
        if (sequence > newest + 1 && newest >= 0) {
            lastLossNanos = nowNanos;
        }
        newest = Math.max(newest, sequence);
        if (with.nack()) {
            learnRtt(missing.arrived(sequence, nowNanos), repaired);
        }
        return sequence;
    }

    /** Learns the round-trip time from the time that a repair took. A side that only receives has no other source. */
    private void learnRtt(long repairNanos, boolean repaired) {
        if (repaired && repairNanos >= 0 && !rttMeasured) {
            rttNanos += (repairNanos - rttNanos) / 4;
            missing.rtt(rttNanos);
        }
    }

    AudioPacket audioPacket(RtpHeader header, PayloadType type, long nowNanos) {
        return new AudioPacket(
                ssrc,
                csrcsOf(header),
                type.number(),
                type.format(),
                type.clockRateHz(),
                header.sequence(),
                header.timestamp(),
                header.marker(),
                header.payload(),
                audioLevel(header),
                sourceLevels(header),
                nowNanos,
                captureWallNanos(header.timestamp(), type.clockRateHz()));
    }

    private static List<Long> csrcsOf(RtpHeader header) {
        if (header.csrcCount() == 0) {
            return List.of();
        }
        List<Long> found = new ArrayList<>(header.csrcCount());
        for (int i = 0; i < header.csrcCount(); i++) {
            found.add(header.csrc(i));
        }
        return found;
    }

    private int audioLevel(RtpHeader header) {
        int level = header.unsigned8(receiver.config().extensions().id(HeaderExtension.AUDIO_LEVEL));
        return level < 0 ? -1 : level & 0x7f;
    }

    private List<Integer> sourceLevels(RtpHeader header) {
        int at = header.csrcCount() == 0
                ? -1
                : header.find(receiver.config().extensions().id(HeaderExtension.CSRC_AUDIO_LEVEL));
        if (at < 0) {
            return List.of();
        }
        List<Integer> levels = new ArrayList<>();
        for (int i = 0; i < Math.min(header.foundBytes(), header.csrcCount()); i++) {
            levels.add(header.at(at + i) & 0x7f);
        }
        return levels;
    }

    void insert(RtpHeader header, PayloadType type, long sequence, long nowNanos) {
        csrcs = csrcsOf(header);
        VideoPacket packet = new VideoPacket(
                sequence,
                header.timestamp(),
                header.marker(),
                type.number(),
                type.format(),
                header.payload(),
                nowNanos);
        if (!video().insert(packet, nowNanos)) {
            discarded++;
        }
    }

    /** Handles what is due: delivers frames, and asks for missing packets or a key frame. */
    void service(RtcpOut rtcp, Consumer<RtpEvent> events, long nowNanos) {
        ReceiverConfig.Payload with = payload;
        if (with == null || ended || nowNanos - lastArrivalNanos() > SILENCE_NANOS) {
            deadlineNanos = Engine.NEVER;
            return;
        }
        long measured = receiver.measuredRttNanos();
        if (measured >= 0 && (measured != rttNanos || !rttMeasured)) {
            rtt(measured);
        }
        long next = Engine.NEVER;
        if (with.nack()) {
            askForMissing(rtcp, nowNanos);
            next = missing.deadlineNanos();
        }
        if (receiver.config().video()) {
            FrameBuffer pictures = video();
            giveFrames(pictures, events, with, nowNanos);
            next = Math.min(next, pictures.deadlineNanos(nowNanos));
            if (pictures.asksForKeyFrame(nowNanos) && (with.pli() || with.fir())) {
                askForKeyFrame(rtcp, with, nowNanos);
                next = Math.min(next, keyFrameRequests.nextNanos());
            }
        }
        deadlineNanos = next;
    }

    private void askForMissing(RtcpOut rtcp, long nowNanos) {
        if (missing.deadlineNanos() > nowNanos) {
            return;
        }
        int[] due = missing.poll(nowNanos);
        if (due.length > 0) {
            nackCount++;
            rtcp.nack(ssrc, due);
        }
    }

    private void giveFrames(
            FrameBuffer pictures, Consumer<RtpEvent> events, ReceiverConfig.Payload with, long nowNanos) {
        pictures.patienceNanos(
                with.nack()
                        ? Math.clamp(rttNanos * 5 / 2 + 50_000_000L, LEAST_PATIENCE_NANOS, MOST_PATIENCE_NANOS)
                        : PATIENCE_WITHOUT_NACK_NANOS);
        for (FrameBuffer.Assembled a = pictures.poll(nowNanos); a != null; a = pictures.poll(nowNanos)) {
            framesReceived++;
            if (a.frame().keyFrame()) {
                keyFrames++;
                keyFrameRequests.satisfied();
                missing.forgetBefore(a.first().sequence());
            }
            events.accept(new RtpEvent.VideoFrameReceived(receiver, frame(a, with)));
        }
    }

    private EncodedFrame frame(FrameBuffer.Assembled a, ReceiverConfig.Payload with) {
        return new EncodedFrame(
                a.frame().data(),
                a.frame().keyFrame(),
                a.first().format(),
                a.first().payloadType(),
                ssrc,
                rid,
                csrcs,
                (int) (a.first().sequence() & 0xffff),
                a.first().rtpTimestamp(),
                a.frame().width(),
                a.frame().height(),
                a.receivedNanos(),
                captureWallNanos(a.first().rtpTimestamp(), with.type().clockRateHz()));
    }

    private void askForKeyFrame(RtcpOut rtcp, ReceiverConfig.Payload with, long nowNanos) {
        if (nowNanos - lastLossNanos > WITHOUT_LOSS_NANOS) {
            keyFrameRequests.pathIsGood();
        }
        if (!keyFrameRequests.ask(nowNanos, rttNanos)) {
            return;
        }
        if (with.pli()) {
            pliCount++;
            rtcp.feedback(new PictureLossIndication(rtcp.reportSsrc(), ssrc));
        } else {
            firCount++;
            firSequence = keyFrameRequests.isRepeated() ? firSequence : firSequence + 1 & 0xff;
            rtcp.feedback(
                    new FullIntraRequest(rtcp.reportSsrc(), List.of(new FullIntraRequest.Entry(ssrc, firSequence))));
        }
    }

    /** Returns the buffer that assembles frames, creating it on first use. An audio stream needs none. */
    private FrameBuffer video() {
        FrameBuffer present = frames;
        if (present == null) {
            present = new FrameBuffer();
            frames = present;
        }
        return present;
    }

    /** Requires a key frame after the decoder failed. */
    void requireKeyFrame(long nowNanos) {
        video().requireKeyFrame();
        deadlineNanos = nowNanos;
    }

    void reported(SenderReport report, long nowNanos) {
        statistics.reported(report, nowNanos);
        reports++;
    }

    boolean isActive() {
        return statistics.isActive();
    }

    boolean wantsRemb() {
        ReceiverConfig.Payload with = payload;
        return with != null && with.remb() && !with.transportCc();
    }

    ReportBlock reportBlock(long nowNanos) {
        return statistics.block(nowNanos);
    }

    /** Returns the time at which the sender captured the media with this timestamp, by its own clock. */
    private long captureWallNanos(long timestamp, int clockRateHz) {
        SenderReport report = statistics.lastSenderReport();
        if (report == null) {
            return EncodedFrame.UNKNOWN;
        }
        int ticks = (int) (timestamp - report.rtpTimestamp());
        return NtpTime.toUnixNanos(report.ntp()) + ticks * NANOS_PER_SECOND / clockRateHz;
    }

    ReceiveStreamStats stats() {
        ReceiverConfig.Payload with = payload;
        SenderReport report = statistics.lastSenderReport();
        return new ReceiveStreamStats(
                ssrc,
                rid,
                with == null ? -1 : with.type().number(),
                statistics.received(),
                bytesReceived,
                headerBytesReceived,
                statistics.lost(),
                with == null ? 0 : statistics.jitterTicks() / with.type().clockRateHz(),
                discarded,
                retransmitted,
                framesReceived,
                keyFrames,
                frames == null ? 0 : frames.framesDropped(),
                nackCount,
                pliCount,
                firCount,
                statistics.lastArrivalNanos(),
                retransmittedBytes,
                rtxSsrc,
                reports,
                report == null ? 0 : report.packetCount(),
                report == null ? 0 : report.octetCount(),
                report == null ? 0 : NtpTime.toUnixNanos(report.ntp()),
                cname);
    }
}
