package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.WallClock;
import dev.plumb.rtp.rtcp.Bye;
import dev.plumb.rtp.rtcp.FullIntraRequest;
import dev.plumb.rtp.rtcp.Nack;
import dev.plumb.rtp.rtcp.PictureLossIndication;
import dev.plumb.rtp.rtcp.ReceiverReport;
import dev.plumb.rtp.rtcp.Remb;
import dev.plumb.rtp.rtcp.ReportBlock;
import dev.plumb.rtp.rtcp.RtcpCompound;
import dev.plumb.rtp.rtcp.RtcpPacket;
import dev.plumb.rtp.rtcp.SenderReport;
import dev.plumb.rtp.rtcp.SourceDescription;
import dev.plumb.rtp.rtcp.TransportFeedback;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The effects of the other side's RTCP on this side's streams. */
final class RtcpIn {
    private static final int CNAME_AT_MOST = 255;
    private static final long DEFAULT_RTT_NANOS = 100_000_000L;

    private final WallClock clock;
    private final SentStreams senders;
    private final ReceivedStreams streams;
    private final LateReports late;
    private final Consumer<RtpEvent> events;
    private long rttNanos = DEFAULT_RTT_NANOS;
    private long packets;
    private long skipped;
    private long transportFeedbacks;

    RtcpIn(WallClock clock, SentStreams senders, ReceivedStreams streams, LateReports late, Consumer<RtpEvent> events) {
        this.clock = clock;
        this.senders = senders;
        this.streams = streams;
        this.late = late;
        this.events = events;
    }

    /** Receives one unprotected compound. */
    void receive(Packet borrowed, long nowNanos) {
        RtcpCompound compound = RtcpCompound.parse(borrowed);
        packets++;
        skipped += compound.skipped();
        late.at(nowNanos);
        boolean measured = false;
        for (RtcpPacket packet : compound.packets()) {
            measured |= apply(packet, nowNanos);
        }
        if (measured) {
            streams.measuredRttNanos(rttNanos);
        }
    }

    /** Applies a packet, and returns whether it told the round-trip time. */
    private boolean apply(RtcpPacket packet, long nowNanos) {
        switch (packet) {
            case SenderReport sr -> {
                RtpReceiveStream stream = streams.get(sr.ssrc());
                if (stream != null) {
                    stream.reported(sr, nowNanos);
                } else {
                    late.keep(sr);
                }
                return blocks(sr.blocks(), nowNanos);
            }
            case ReceiverReport rr -> {
                return blocks(rr.blocks(), nowNanos);
            }
            case SourceDescription sdes -> names(sdes);
            case Bye bye -> bye.ssrcs().forEach(this::ended);
            case Nack nack -> {
                RtpSendStream stream = sent(nack.mediaSsrc());
                if (stream != null) {
                    stream.nacked(nack, rttNanos, nowNanos);
                }
            }
            case PictureLossIndication pli -> {
                RtpSendStream stream = sent(pli.mediaSsrc());
                if (stream != null && stream.pictureLost(nowNanos)) {
                    events.accept(new RtpEvent.KeyFrameRequested(stream));
                }
            }
            case FullIntraRequest fir -> fir.entries().forEach(e -> intra(fir.senderSsrc(), e, nowNanos));
            case Remb remb -> events.accept(new RtpEvent.EstimateReceived(remb.bitrateBps()));
            case TransportFeedback f -> transportFeedbacks++;
        }
        return false;
    }

    private void ended(long ssrc) {
        RtpReceiveStream stream = streams.get(ssrc);
        RtpReceiver receiver = null;
        if (stream != null && !stream.hasEnded()) {
            stream.ended();
            receiver = stream.receiver();
        }
        events.accept(new RtpEvent.ByeReceived(receiver, ssrc));
    }

    private void intra(long from, FullIntraRequest.Entry entry, long nowNanos) {
        RtpSendStream stream = sent(entry.ssrc());
        if (stream != null && stream.fullIntraRequested(from, entry.sequence(), nowNanos)) {
            events.accept(new RtpEvent.KeyFrameRequested(stream));
        }
    }

    private boolean blocks(List<ReportBlock> blocks, long nowNanos) {
        boolean measured = false;
        for (ReportBlock block : blocks) {
            RtpSendStream stream = sent(block.ssrc());
            long rtt = stream == null ? -1 : stream.reported(block, clock.ntpAt(nowNanos));
            if (stream != null && rtt >= 0) {
                rttNanos = rtt;
                measured = true;
                events.accept(new RtpEvent.RttMeasured(stream, rtt));
            }
        }
        return measured;
    }

    private void names(SourceDescription sdes) {
        for (SourceDescription.Chunk chunk : sdes.chunks()) {
            RtpReceiveStream stream = streams.get(chunk.ssrc());
            if (chunk.cname().length() > CNAME_AT_MOST) {
                continue;
            }
            if (stream != null) {
                stream.cname(chunk.cname());
            } else {
                late.keep(chunk.ssrc(), chunk.cname());
            }
        }
    }

    private @Nullable RtpSendStream sent(long ssrc) {
        return senders.get(ssrc);
    }

    /** Returns the round-trip time measured last, or the assumed one before. */
    long rttNanos() {
        return rttNanos;
    }

    long packets() {
        return packets;
    }

    long skipped() {
        return skipped;
    }

    long transportFeedbacks() {
        return transportFeedbacks;
    }
}
