package dev.plumb.objects;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * A transform that runs on a worker and keeps the frames in order, however long each takes. If more than
 * {@value #WAITING_AT_MOST} frames wait, the newest are dropped.
 *
 * @param <C> the type of the context that belongs to a frame and to the frames that replace it
 */
final class FrameTransformer<C> {
    private static final int WAITING_AT_MOST = 256;
    private static final System.Logger LOG = Logs.MEDIA;

    private final Loop worker;
    private final RTCRtpTransform transform;
    private final RTCRtpTransformer transformer;
    private final BiConsumer<C, RTCEncodedFrame> out;
    private final Runnable dropped;
    private final Isolation isolation = new Isolation("dev.plumb.media", "a transform");
    private final ArrayDeque<Turn<C>> turns = new ArrayDeque<>();

    private record Turn<C>(C context, CompletableFuture<List<RTCEncodedFrame>> result) {}

    /**
     *
     * @param out the consumer of the transformed frames, on the worker
     * @param dropped hears, on the worker, of a frame that is gone against the transform's will
     */
    FrameTransformer(
            Loop worker,
            RTCRtpTransform transform,
            RTCRtpTransformer transformer,
            BiConsumer<C, RTCEncodedFrame> out,
            Runnable dropped) {
        this.worker = worker;
        this.transform = transform;
        this.transformer = transformer;
        this.out = out;
        this.dropped = dropped;
    }

    /** Takes a frame to transform. Called on the worker. */
    void accept(C context, RTCEncodedFrame frame) {
        if (turns.size() >= WAITING_AT_MOST) {
            dropped.run();
            return;
        }
        CompletableFuture<List<RTCEncodedFrame>> result = start(frame);
        turns.add(new Turn<>(context, result));
        if (result.isDone()) {
            drain();
        } else {
            CompletableFuture<?> _ = result.whenComplete((frames, failure) -> drainLater());
        }
    }

    private CompletableFuture<List<RTCEncodedFrame>> start(RTCEncodedFrame frame) {
        try {
            return transform.transform(frame, transformer).toCompletableFuture();
        } catch (Throwable e) { // application code may throw anything
            return CompletableFuture.failedFuture(e);
        }
    }

    private void drainLater() {
        try {
            worker.execute(this::drain);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.TRACE, "a frame was transformed after the end", e);
        }
    }

    private void drain() {
        for (Turn<C> first = turns.peek(); first != null && first.result.isDone(); first = turns.peek()) {
            turns.remove();
            if (first.result.isCompletedExceptionally()) {
                isolation.failed(first.result.exceptionNow());
                dropped.run();
                continue;
            }
            C context = first.context;
            List<RTCEncodedFrame> frames = first.result.resultNow();
            if (!isolation.run(() -> frames.forEach(frame -> out.accept(context, frame)))) {
                dropped.run();
            }
        }
    }
}
