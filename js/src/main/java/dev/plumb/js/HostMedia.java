package dev.plumb.js;

import dev.plumb.js.OscillatorSource.Oscillator;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** Sound that scripts make, and tracks that their pages play. Used on the loop. */
final class HostMedia {
    private static final int BYTES_A_PIXEL = 4;

    private final ScriptCalls calls;
    private final Marshal marshal;
    private final Agent agent;

    HostMedia(ScriptCalls calls, Marshal marshal, Agent agent) {
        this.calls = calls;
        this.marshal = marshal;
        this.agent = agent;
    }

    /** Returns a track whose sound is the sum of oscillators, and the function that sets them. */
    Object audioMix() {
        OscillatorSource source = new OscillatorSource();
        ProxyExecutable set = calls.function(a -> {
            List<Oscillator> all = new ArrayList<>();
            for (long i = 0; i + 2 < a[0].getArraySize(); i += 3) {
                all.add(new Oscillator(
                        a[0].getArrayElement(i).asDouble(),
                        a[0].getArrayElement(i + 1).asDouble(),
                        a[0].getArrayElement(i + 2).asString()));
            }
            source.set(all);
            return null;
        });
        return ProxyObject.fromMap(
                Map.of("track", agent.audioTrack("MediaStreamAudioDestinationNode", source), "set", set));
    }

    /**
     * Reports the frames of a track to the script, as fast as it keeps up.
     *
     * @param told {@code (width, height, read)} for a picture, nothing for a sound
     * @return a function that ends it
     */
    Object watchTrack(MediaStreamTrack track, Value told) {
        Registration registration = track.kind() == MediaKind.AUDIO ? watchAudio(track, told) : watchVideo(track, told);
        return calls.function(_ -> {
            registration.close();
            return null;
        });
    }

    private Registration watchAudio(MediaStreamTrack track, Value told) {
        AtomicBoolean isWaiting = new AtomicBoolean();
        return track.onAudio(_ -> {
            if (isWaiting.compareAndSet(false, true)) {
                calls.later(() -> {
                    isWaiting.set(false);
                    calls.run(told);
                });
            }
        });
    }

    private Registration watchVideo(MediaStreamTrack track, Value told) {
        AtomicReference<@Nullable VideoFrame> latest = new AtomicReference<>();
        return track.onVideo(frame -> {
            if (latest.getAndSet(frame) == null) {
                calls.later(() -> {
                    VideoFrame shown = latest.getAndSet(null);
                    if (shown != null) {
                        calls.run(told, shown.width(), shown.height(), reader(shown));
                    }
                });
            }
        });
    }

    /** Returns a function that returns a part of the picture, drawn on a canvas of some size, as RGBA. */
    private ProxyExecutable reader(VideoFrame frame) {
        return calls.function(a -> marshal.buffer(
                pixels(frame, a[0].asInt(), a[1].asInt(), a[2].asInt(), a[3].asInt(), a[4].asInt(), a[5].asInt())));
    }

    private static byte[] pixels(
            VideoFrame f, int left, int top, int width, int height, int canvasWidth, int canvasHeight) {
        byte[] rgba = new byte[Math.multiplyExact(Math.multiplyExact(width, height), BYTES_A_PIXEL)];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int x = (left + column) * f.width() / Math.max(1, canvasWidth);
                int y = (top + row) * f.height() / Math.max(1, canvasHeight);
                if (x >= 0 && y >= 0 && x < f.width() && y < f.height()) {
                    put(f, x, y, rgba, (row * width + column) * BYTES_A_PIXEL);
                }
            }
        }
        return rgba;
    }

    /** Converts a pixel by BT.601, limited range, as calls use it. */
    private static void put(VideoFrame f, int x, int y, byte[] rgba, int at) {
        int chroma = y / 2 * f.chromaStride() + x / 2;
        double luma = 1.164 * (f.luma(x, y) - 16);
        int u = (f.i420()[f.uOffset() + chroma] & 0xff) - 128;
        int v = (f.i420()[f.vOffset() + chroma] & 0xff) - 128;
        rgba[at] = clamped(luma + 1.596 * v);
        rgba[at + 1] = clamped(luma - 0.392 * u - 0.813 * v);
        rgba[at + 2] = clamped(luma + 2.017 * u);
        rgba[at + 3] = (byte) 255;
    }

    private static byte clamped(double value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }
}
