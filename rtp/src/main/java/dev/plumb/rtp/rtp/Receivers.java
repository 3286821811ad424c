package dev.plumb.rtp.rtp;

import dev.plumb.rtp.packet.HeaderExtensionIds;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The receivers of a session: what is routed to them, under which identifiers header extensions are read for them, and what came for one before it was
 * there.
 */
final class Receivers {
    private static final int RECEIVERS_AT_MOST = 4096;

    private final RtpDemux<RtpReceiver> demux;
    private final ReceivedStreams streams;
    private final KeptPackets unhandled;
    private final ReceivePipeline pipeline;
    private final Set<RtpReceiver> all = new LinkedHashSet<>();
    private HeaderExtensionIds preset = HeaderExtensionIds.NONE;
    private HeaderExtensionIds merged = HeaderExtensionIds.NONE;

    /** None yet; {@code unhandled} has what came for nobody. */
    Receivers(RtpDemux<RtpReceiver> demux, ReceivedStreams streams, KeptPackets unhandled, ReceivePipeline pipeline) {
        this.demux = demux;
        this.streams = streams;
        this.unhandled = unhandled;
        this.pipeline = pipeline;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void clear() {
        all.clear();
    }

    RtpReceiver add(ReceiverConfig config, long nowNanos) {
        RtpReceiver made = new RtpReceiver(config, streams);
        take(made, config, nowNanos);
        return made;
    }

    /** Takes one of another session, with its streams. */
    void adopt(RtpReceiver receiver, ReceiverConfig config, long nowNanos) {
        receiver.config(config);
        receiver.moveTo(streams);
        take(receiver, config, nowNanos);
        for (RtpReceiveStream s : receiver.streams()) {
            demux.bring(s.ssrc(), receiver, config, s.rid(), false);
            if (s.rtxSsrc() != ReceiverConfig.NONE) {
                demux.bring(s.rtxSsrc(), receiver, config, s.rid(), true);
            }
        }
    }

    private void take(RtpReceiver receiver, ReceiverConfig config, long nowNanos) {
        if (all.size() >= RECEIVERS_AT_MOST) {
            throw new IllegalArgumentException("too many receivers on one transport: " + RECEIVERS_AT_MOST);
        }
        all.add(receiver);
        demux.add(receiver, config);
        merged = merged.orElse(config.extensions());
        pipeline.extensions(merged);
        replayUnhandled(nowNanos);
    }

    /** Nothing new is for it; its streams go on until it is removed. */
    void retire(RtpReceiver receiver) {
        demux.retire(receiver);
    }

    void replace(RtpReceiver receiver, ReceiverConfig config, long nowNanos) {
        if (!all.contains(receiver)) {
            return;
        }
        demux.remove(receiver);
        receiver.config(config);
        demux.add(receiver, config);
        updateExtensions();
        replayUnhandled(nowNanos);
    }

    /** Ends one; where another session has adopted it, only its routes here go. */
    void remove(RtpReceiver receiver) {
        if (all.remove(receiver)) {
            demux.remove(receiver);
            if (!receiver.isIn(streams)) {
                return;
            }
            receiver.leave();
            pipeline.reportUnhandledAgain();
            updateExtensions();
        }
    }

    /** Identifiers that hold before any receiver says so. */
    void presetExtensions(HeaderExtensionIds extensions) {
        preset = extensions;
        updateExtensions();
    }

    private void updateExtensions() {
        merged = preset;
        for (RtpReceiver r : all) {
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
}
