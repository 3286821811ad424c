package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.WallClock;
import dev.plumb.rtp.rtcp.Bye;
import dev.plumb.rtp.rtcp.Nack;
import dev.plumb.rtp.rtcp.ReceiverReport;
import dev.plumb.rtp.rtcp.Remb;
import dev.plumb.rtp.rtcp.ReportBlock;
import dev.plumb.rtp.rtcp.RtcpPacket;
import dev.plumb.rtp.rtcp.SourceDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A writer and sender of RTCP: reports at their time, feedback at once. */
final class RtcpOut {
    private static final int CHUNKS_AT_MOST = 16;

    /** The most compound packets that one report may take. Streams that do not fit are reported in the next. */
    private static final int COMPOUNDS_AT_MOST = 8;

    /** The most bytes that SRTCP adds: the E flag with the index, and the longest authentication tag. */
    private static final int PROTECTION_BYTES = 20;

    private static final int RECEIVER_REPORT_BYTES = 8;
    private static final int SENDER_REPORT_BYTES = 28;
    private static final int BLOCK_BYTES = 24;
    private static final int REMB_BYTES = 20 + 4 * CHUNKS_AT_MOST;
    private static final int NACK_BYTES = 12;
    private static final int NACK_ITEM_BYTES = 4;
    private static final long NONE = -1;

    private final RtpSessionConfig config;
    private final SendPath path;
    private final WallClock clock;
    private final SentStreams senders;
    private final ReceivedStreams streams;
    private final long ownSsrc;
    private long givenSsrc = NONE;
    private String givenCname = "";
    private int nextBlock;
    private int nextSender;

    /**
     *
     * @param senders seen as they are at each call
     * @param streams likewise
     * @param ownSsrc the SSRC that reports are sent from while nothing else is sent
     */
    RtcpOut(
            RtpSessionConfig config,
            SendPath path,
            WallClock clock,
            SentStreams senders,
            ReceivedStreams streams,
            long ownSsrc) {
        this.config = config;
        this.path = path;
        this.clock = clock;
        this.senders = senders;
        this.streams = streams;
        this.ownSsrc = ownSsrc;
    }

    /** Sets the SSRC that reports and feedback are sent from, even while streams are sent. */
    void reportFrom(long ssrc, String cname) {
        givenSsrc = ssrc;
        givenCname = cname;
    }

    /** Returns the SSRC that reports and feedback are sent from. */
    long reportSsrc() {
        if (givenSsrc != NONE) {
            return givenSsrc;
        }
        for (RtpSendStream s : senders.all()) {
            return s.ssrc();
        }
        return ownSsrc;
    }

    /**
     * Sends the regular report. A sender's report holds the blocks of the received streams; if nothing is sent, a
     * receiver report does. Blocks that do not fit one compound are sent in more, and the rest next time.
     */
    void report(long nowNanos) {
        List<RtpSendStream> sending = sending();
        List<RtpReceiveStream> active = active();
        int sendersLeft = sending.size();
        int blocksLeft = active.size();
        for (int i = 0; i == 0 || (i < COMPOUNDS_AT_MOST && (sendersLeft > 0 || blocksLeft > 0)); i++) {
            int room = roomBytes() - beginBytes(reportSsrc()) - (i == 0 ? REMB_BYTES : 0);
            int blockCount = Math.min(blocksLeft, Math.clamp(room / 2 / BLOCK_BYTES, 1, ReportBlock.AT_MOST / 2));
            List<RtpSendStream> now = sendersThatFit(sending, sendersLeft, room - blockCount * BLOCK_BYTES);
            int senderCount = now.size();
            List<ReportBlock> blocks = turn(active, nextBlock, blockCount).stream()
                    .map(s -> s.reportBlock(nowNanos))
                    .toList();
            compound(now, blocks, i == 0, nowNanos);
            nextSender += senderCount;
            nextBlock += blockCount;
            sendersLeft -= senderCount;
            blocksLeft -= blockCount;
        }
        nextSender = sending.isEmpty() ? 0 : nextSender % sending.size();
        nextBlock = active.isEmpty() ? 0 : nextBlock % active.size();
    }

    /** Returns the next senders whose reports and names fit into this many bytes, at least one. */
    private List<RtpSendStream> sendersThatFit(List<RtpSendStream> sending, int left, int roomBytes) {
        List<RtpSendStream> fit = new ArrayList<>();
        int room = roomBytes;
        for (RtpSendStream s : turn(sending, nextSender, Math.min(left, CHUNKS_AT_MOST))) {
            room -= SENDER_REPORT_BYTES + chunkBytes(s.ssrc());
            if (room < 0 && !fit.isEmpty()) {
                break;
            }
            fit.add(s);
        }
        return fit;
    }

    /** Returns the most bytes a compound packet may have before it is protected. */
    private int roomBytes() {
        return config.packetBytesAtMost() - PROTECTION_BYTES;
    }

    /** Returns the bytes that a receiver report and the name of an SSRC take. */
    private int beginBytes(long ssrc) {
        return RECEIVER_REPORT_BYTES + RtcpPacket.HEADER_BYTES + chunkBytes(ssrc);
    }

    private int chunkBytes(long ssrc) {
        int name = Math.min(255, cname(ssrc).getBytes(StandardCharsets.UTF_8).length);
        // SSRC, item header, name, at least one zero byte, padded to whole words
        return 4 + (2 + name + 1 + 3) / 4 * 4;
    }

    private static <T> List<T> turn(List<T> all, int from, int count) {
        List<T> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            found.add(all.get((from + i) % all.size()));
        }
        return found;
    }

    private void compound(List<RtpSendStream> from, List<ReportBlock> blocks, boolean first, long nowNanos) {
        Packet out = path.pool().take();
        if (from.isEmpty()) {
            new ReceiverReport(reportSsrc(), blocks).write(out);
        }
        boolean apart = givenSsrc != NONE && !from.isEmpty();
        List<ReportBlock> still = apart ? List.of() : blocks;
        for (RtpSendStream s : from) {
            s.report(clock, still, nowNanos).write(out);
            still = List.of();
        }
        if (apart && !blocks.isEmpty()) {
            new ReceiverReport(givenSsrc, blocks).write(out);
        }
        List<SourceDescription.Chunk> chunks = new ArrayList<>();
        from.forEach(s -> chunks.add(new SourceDescription.Chunk(s.ssrc(), cname(s.ssrc()))));
        if (chunks.isEmpty()) {
            chunks.add(new SourceDescription.Chunk(reportSsrc(), cname(reportSsrc())));
        }
        new SourceDescription(chunks).write(out);
        if (first) {
            addRemb(out);
        }
        path.sendRtcp(out);
    }

    private String cname(long ssrc) {
        RtpSendStream sent = senders.get(ssrc);
        String own = sent != null ? sent.cname() : ssrc == givenSsrc ? givenCname : "";
        return own.isEmpty() ? config.cname() : own;
    }

    private List<RtpSendStream> sending() {
        List<RtpSendStream> found = new ArrayList<>();
        for (RtpSendStream s : senders.all()) {
            if (s.hasSent()) {
                found.add(s);
            }
        }
        return found;
    }

    /** Returns the streams that were received since the last report. */
    private List<RtpReceiveStream> active() {
        List<RtpReceiveStream> found = new ArrayList<>();
        for (RtpReceiveStream s : streams.all()) {
            if (s.isActive()) {
                found.add(s);
            }
        }
        return found;
    }

    private void addRemb(Packet out) {
        List<Long> ssrcs = new ArrayList<>();
        for (RtpReceiveStream s : streams.all()) {
            if (s.wantsRemb()) {
                ssrcs.add(s.ssrc());
            }
        }
        if (!ssrcs.isEmpty() && config.rembBps() > 0) {
            int count = Math.min(ssrcs.size(), CHUNKS_AT_MOST);
            new Remb(reportSsrc(), config.rembBps(), ssrcs.subList(0, count)).write(out);
        }
    }

    /** Sends NACKs for packets of a stream, in as many RTCP packets as necessary. */
    void nack(long mediaSsrc, int[] sequences) {
        int room = roomBytes() - NACK_BYTES - (config.reducedSizeRtcp() ? 0 : beginBytes(reportSsrc()));
        int each = Math.max(1, room / NACK_ITEM_BYTES);
        for (int from = 0; from < sequences.length; from += each) {
            int[] some = Arrays.copyOfRange(sequences, from, Math.min(sequences.length, from + each));
            feedback(new Nack(reportSsrc(), mediaSsrc, some));
        }
    }

    /** Sends feedback now, by itself where that was negotiated, else behind an empty report. */
    void feedback(RtcpPacket packet) {
        Packet out = path.pool().take();
        if (!config.reducedSizeRtcp()) {
            begin(out);
        }
        packet.write(out);
        path.sendRtcp(out);
    }

    /** Sends a BYE for streams that have ended. */
    void bye(List<Long> ssrcs) {
        for (int from = 0; from < ssrcs.size(); from += CHUNKS_AT_MOST) {
            Packet out = path.pool().take();
            begin(out);
            new Bye(ssrcs.subList(from, Math.min(ssrcs.size(), from + CHUNKS_AT_MOST))).write(out);
            path.sendRtcp(out);
        }
    }

    private void begin(Packet out) {
        long ssrc = reportSsrc();
        new ReceiverReport(ssrc, List.of()).write(out);
        new SourceDescription(List.of(new SourceDescription.Chunk(ssrc, cname(ssrc)))).write(out);
    }
}
