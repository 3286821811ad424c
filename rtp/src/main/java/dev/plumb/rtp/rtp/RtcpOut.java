package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.WallClock;
import dev.plumb.rtp.rtcp.Bye;
import dev.plumb.rtp.rtcp.ReceiverReport;
import dev.plumb.rtp.rtcp.Remb;
import dev.plumb.rtp.rtcp.ReportBlock;
import dev.plumb.rtp.rtcp.RtcpPacket;
import dev.plumb.rtp.rtcp.SourceDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes and sends RTCP: reports with their time, feedback at once. */
final class RtcpOut {
    private static final int CHUNKS_AT_MOST = 16;

    private final RtpSessionConfig config;
    private final SendPath path;
    private final WallClock clock;
    private final Collection<RtpSendStream> senders;
    private final Collection<RtpReceiver> receivers;
    private final long ownSsrc;
    private int nextBlock;

    /**
     * @param senders seen as they are at each call
     * @param receivers likewise
     * @param ownSsrc whom reports are from while nothing is sent
     */
    RtcpOut(
            RtpSessionConfig config,
            SendPath path,
            WallClock clock,
            Collection<RtpSendStream> senders,
            Collection<RtpReceiver> receivers,
            long ownSsrc) {
        this.config = config;
        this.path = path;
        this.clock = clock;
        this.senders = senders;
        this.receivers = receivers;
        this.ownSsrc = ownSsrc;
    }

    /** Whom reports and feedback are from. */
    long reportSsrc() {
        for (RtpSendStream s : senders) {
            return s.ssrc();
        }
        return ownSsrc;
    }

    /**
     * The regular report. One sender's report carries what is said of the received streams; where nothing is sent, a receiver
     * report does.
     */
    void report(long nowNanos) {
        List<ReportBlock> blocks = blocks(nowNanos);
        Packet out = path.pool().take();
        boolean said = false;
        for (RtpSendStream s : senders) {
            if (s.hasSent() && out.length() < config.packetBytesAtMost() / 2) {
                s.report(clock, said ? List.of() : blocks, nowNanos).write(out);
                said = true;
            }
        }
        if (!said) {
            new ReceiverReport(reportSsrc(), blocks).write(out);
        }
        description().write(out);
        addRemb(out);
        path.sendRtcp(out);
    }

    /** Of the streams that were heard since the last report, in turn where they do not fit one. */
    private List<ReportBlock> blocks(long nowNanos) {
        List<RtpReceiveStream> active = new ArrayList<>();
        for (RtpReceiver r : receivers) {
            for (RtpReceiveStream s : r.streams()) {
                if (s.isActive()) {
                    active.add(s);
                }
            }
        }
        int count = Math.min(active.size(), ReportBlock.AT_MOST / 2);
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(active.get((nextBlock + i) % active.size()).reportBlock(nowNanos));
        }
        nextBlock = active.isEmpty() ? 0 : (nextBlock + count) % active.size();
        return blocks;
    }

    private SourceDescription description() {
        List<SourceDescription.Chunk> chunks = new ArrayList<>();
        for (RtpSendStream s : senders) {
            if (chunks.size() < CHUNKS_AT_MOST) {
                chunks.add(new SourceDescription.Chunk(s.ssrc(), config.cname()));
            }
        }
        if (chunks.isEmpty()) {
            chunks.add(new SourceDescription.Chunk(ownSsrc, config.cname()));
        }
        return new SourceDescription(chunks);
    }

    private void addRemb(Packet out) {
        List<Long> ssrcs = new ArrayList<>();
        for (RtpReceiver r : receivers) {
            for (RtpReceiveStream s : r.streams()) {
                if (s.wantsRemb()) {
                    ssrcs.add(s.ssrc());
                }
            }
        }
        if (!ssrcs.isEmpty() && config.rembBps() > 0) {
            int count = Math.min(ssrcs.size(), CHUNKS_AT_MOST);
            new Remb(reportSsrc(), config.rembBps(), ssrcs.subList(0, count)).write(out);
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

    /** Says that streams have ended. */
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
        new SourceDescription(List.of(new SourceDescription.Chunk(ssrc, config.cname()))).write(out);
    }
}
