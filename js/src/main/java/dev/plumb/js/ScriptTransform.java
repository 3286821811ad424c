package dev.plumb.js;

import dev.plumb.objects.RTCEncodedAudioFrame;
import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCEncodedVideoFrame;
import dev.plumb.objects.RTCRtpTransform;
import dev.plumb.objects.RTCRtpTransformer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A transform by a script. Frames are given to it in order, and the frames that it writes replace them. A frame that it
 * does not write is dropped as soon as a later one is written. The caller of the transform bounds the number of waiting
 * frames.
 */
final class ScriptTransform implements RTCRtpTransform {
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private @Nullable Reader reader;
    private volatile @Nullable RTCRtpTransformer transformer;

    /** A frame and its place in the order. */
    static final class Entry {
        final RTCEncodedFrame frame;
        final CompletableFuture<List<RTCEncodedFrame>> turn = new CompletableFuture<>();

        Entry(RTCEncodedFrame frame) {
            this.frame = frame;
        }
    }

    /** The script that reads. */
    private record Reader(ScriptCalls calls, Marshal marshal, Value function) {
        void read(Entry entry) {
            calls.later(() -> {
                String type =
                        entry.frame instanceof RTCEncodedVideoFrame v ? v.type().spec() : "";
                calls.run(
                        function,
                        entry,
                        type,
                        marshal.buffer(entry.frame.data()),
                        marshal.toScript(entry.frame.metadata()));
            });
        }
    }

    @Override
    public CompletionStage<List<RTCEncodedFrame>> transform(RTCEncodedFrame frame, RTCRtpTransformer ofFrame) {
        Entry entry = new Entry(frame);
        Reader to;
        synchronized (this) {
            transformer = ofFrame;
            waiting.add(entry);
            to = reader;
        }
        if (to != null) {
            to.read(entry);
        }
        return entry.turn;
    }

    /** Opens the stream of frames to the script, the waiting ones first. */
    void open(ScriptCalls calls, Marshal marshal, Value function) {
        Reader to = new Reader(calls, marshal, function);
        List<Entry> early;
        synchronized (this) {
            reader = to;
            early = List.copyOf(waiting);
        }
        early.forEach(to::read);
    }

    /** Writes a frame. Earlier frames that were not written are dropped. A frame that was dropped is ignored. */
    void write(Entry entry, byte[] data) {
        List<Entry> skipped;
        synchronized (this) {
            if (!waiting.contains(entry)) {
                return;
            }
            skipped = new ArrayList<>();
            for (Entry first = waiting.poll(); first != null && first != entry; first = waiting.poll()) {
                skipped.add(first);
            }
        }
        skipped.forEach(e -> e.turn.complete(List.of()));
        entry.turn.complete(List.of(withData(entry.frame, data)));
    }

    private static RTCEncodedFrame withData(RTCEncodedFrame frame, byte[] data) {
        return switch (frame) {
            case RTCEncodedAudioFrame a -> a.withData(data);
            case RTCEncodedVideoFrame v -> v.withData(data);
        };
    }

    /** Asks the encoder, or the peer, for a key frame; nothing happens before the first frame has come. */
    void keyFrame(boolean ofEncoder) {
        RTCRtpTransformer of = transformer;
        if (of != null && ofEncoder) {
            of.generateKeyFrame();
        } else if (of != null) {
            of.sendKeyFrameRequest();
        }
    }
}
