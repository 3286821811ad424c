package dev.plumb.objects;

import dev.plumb.rtp.jitter.EncodedFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The choice among several streams of the same pictures: the largest that arrives is decoded. It switches at a key
 * frame, and asks for one where there is none.
 */
final class LayerChoice {
    private static final int AT_MOST = 16;
    private static final long SILENT_NANOS = 500_000_000L;
    private static final long ASK_AGAIN_NANOS = 500_000_000L;

    private final Map<Long, Layer> layers = new LinkedHashMap<>();
    private final LongConsumer keyFrameNeeded;
    private long chosen = -1;

    private static final class Layer {
        private long lastNanos;
        private long askedNanos = Long.MIN_VALUE / 2;
        private long pixels;
    }

    /**
     *
     * @param keyFrameNeeded the consumer of the SSRC of a stream whose key frame is needed
     */
    LayerChoice(LongConsumer keyFrameNeeded) {
        this.keyFrameNeeded = keyFrameNeeded;
    }

    /** Returns whether a frame is to be decoded. */
    boolean takes(EncodedFrame frame, long nowNanos) {
        Layer layer = layers.computeIfAbsent(frame.ssrc(), ssrc -> new Layer());
        if (layers.size() > AT_MOST) {
            layers.remove(layers.keySet().iterator().next());
        }
        layer.lastNanos = nowNanos;
        if (frame.keyFrame()) {
            layer.pixels = (long) frame.width() * frame.height();
        }
        if (frame.ssrc() == chosen) {
            return true;
        }
        if (!isBetter(layer, frame, nowNanos)) {
            return false;
        }
        if (frame.keyFrame()) {
            chosen = frame.ssrc();
            return true;
        }
        if (nowNanos - layer.askedNanos > ASK_AGAIN_NANOS) {
            layer.askedNanos = nowNanos;
            keyFrameNeeded.accept(frame.ssrc());
        }
        return false;
    }

    /**
     * Returns whether a layer is to replace the chosen one. A stream without a name is not a layer: it replaces the
     * stream that the sender sent before.
     */
    private boolean isBetter(Layer layer, EncodedFrame frame, long nowNanos) {
        Layer present = layers.get(chosen);
        return present == null
                || frame.rid().isEmpty()
                || layer.pixels > present.pixels
                || nowNanos - present.lastNanos > SILENT_NANOS;
    }

    /** Returns the SSRC that is decoded, or -1 if there is none. */
    long chosen() {
        return chosen;
    }

    /** Forgets a stream that has ended. */
    void ended(long ssrc) {
        layers.remove(ssrc);
        chosen = chosen == ssrc ? -1 : chosen;
    }
}
