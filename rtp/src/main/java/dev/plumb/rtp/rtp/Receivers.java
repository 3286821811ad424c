package dev.plumb.rtp.rtp;

import dev.plumb.rtp.packet.HeaderExtensionIds;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The receivers of a session: the packets routed to them, the identifiers of their header extensions, and packets that
 * arrived before their receiver existed.
 */
final class Receivers {
    private static final int RECEIVERS_AT_MOST = 4096;

    private final RtpDemux<RtpReceiver> demux;
    private final ReceivedStreams streams;
    private final UnhandledPackets unhandled;
    private final ReceivePipeline pipeline;
    private final Map<RtpReceiver, HeaderExtensionIds> all = new LinkedHashMap<>();
    private HeaderExtensionIds preset = HeaderExtensionIds.NONE;
    private final Map<HeaderExtensionIds, Integer> extensionsInUse = new LinkedHashMap<>();
    private HeaderExtensionIds merged = HeaderExtensionIds.NONE;

    /** Creates an empty set. {@code unhandled} holds the packets without a receiver. */
    Receivers(
            RtpDemux<RtpReceiver> demux,
            ReceivedStreams streams,
            UnhandledPackets unhandled,
            ReceivePipeline pipeline) {
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

    /** Adopts a receiver of another session, with its streams. */
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
        HeaderExtensionIds before = all.put(receiver, config.extensions());
        if (before != null) {
            leaveOff(before);
        }
        demux.add(receiver, config);
        use(config.extensions());
        replayUnhandled(receiver, config, nowNanos);
    }

    /** Retires a receiver: it gets no new streams, and its present ones go on until it is removed. */
    void retire(RtpReceiver receiver) {
        demux.retire(receiver);
    }

    void replace(RtpReceiver receiver, ReceiverConfig config, long nowNanos) {
        HeaderExtensionIds before = all.replace(receiver, config.extensions());
        if (before == null) {
            return;
        }
        demux.remove(receiver);
        leaveOff(before);
        receiver.config(config);
        demux.add(receiver, config);
        use(config.extensions());
        updateExtensions();
        replayUnhandled(receiver, config, nowNanos);
    }

    /** Ends one; where another session has adopted it, only its routes here go. */
    void remove(RtpReceiver receiver) {
        HeaderExtensionIds before = all.remove(receiver);
        if (before != null) {
            demux.remove(receiver);
            leaveOff(before);
            if (!receiver.isIn(streams)) {
                return;
            }
            receiver.leave();
            pipeline.reportUnhandledAgain();
            updateExtensions();
        }
    }

    /** Sets the identifiers that apply before any receiver has its own. */
    void presetExtensions(HeaderExtensionIds extensions) {
        preset = extensions;
        updateExtensions();
    }

    private void updateExtensions() {
        merged = preset;
        for (HeaderExtensionIds ids : extensionsInUse.keySet()) {
            merged = merged.orElse(ids);
        }
        pipeline.extensions(merged);
    }

    private void use(HeaderExtensionIds ids) {
        extensionsInUse.merge(ids, 1, Integer::sum);
        merged = merged.orElse(ids);
        pipeline.extensions(merged);
    }

    private void leaveOff(HeaderExtensionIds ids) {
        extensionsInUse.computeIfPresent(ids, (i, count) -> count == 1 ? null : count - 1);
    }

    private void replayUnhandled(RtpReceiver receiver, ReceiverConfig config, long nowNanos) {
        for (UnhandledPackets.Kept k : unhandled.take(demux, receiver, config, nowNanos)) {
            pipeline.receive(k.owned(), k.arrivedNanos());
            k.owned().release();
        }
    }
}
