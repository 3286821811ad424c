package dev.plumb.interop;

import dev.plumb.media.video.VideoFrame;
import java.util.List;

/** Knows what browsers' fake cameras show. */
final class FakeDevices {
    private FakeDevices() {}

    /** The share of pixels that are clearly green: little of both chroma components. */
    static double greenShare(VideoFrame f) {
        int green = 0;
        int count = f.vOffset() - f.uOffset();
        for (int i = 0; i < count; i++) {
            int u = f.i420()[f.uOffset() + i] & 0xff;
            int v = f.i420()[f.vOffset() + i] & 0xff;
            green += u < 118 && v < 118 ? 1 : 0;
        }
        return (double) green / count;
    }

    /** The share of pixels whose chroma is about that of the middle. */
    static double uniformShare(VideoFrame f) {
        int count = f.vOffset() - f.uOffset();
        int middle = count / 2 + f.chromaStride() / 2;
        int u = f.i420()[f.uOffset() + middle] & 0xff;
        int v = f.i420()[f.vOffset() + middle] & 0xff;
        int same = 0;
        for (int i = 0; i < count; i++) {
            same += Math.abs((f.i420()[f.uOffset() + i] & 0xff) - u) < 12
                            && Math.abs((f.i420()[f.vOffset() + i] & 0xff) - v) < 12
                    ? 1
                    : 0;
        }
        return (double) same / count;
    }

    /** Whether any pixel of the first picture has another colour or brightness in a later one. */
    static boolean changes(List<VideoFrame> frames) {
        VideoFrame first = frames.getFirst();
        return frames.stream().anyMatch(f -> {
            if (f.i420().length != first.i420().length) {
                return true;
            }
            long difference = 0;
            for (int i = 0; i < f.i420().length; i++) {
                difference += Math.abs((f.i420()[i] & 0xff) - (first.i420()[i] & 0xff)) > 25 ? 1 : 0;
            }
            return difference > f.i420().length / 500;
        });
    }

    /** Whether the lower middle is red. */
    static boolean isReddish(VideoFrame f) {
        return chroma(f, f.vOffset()) > 170;
    }

    /** Whether the lower middle is blue. */
    static boolean isBluish(VideoFrame f) {
        return chroma(f, f.uOffset()) > 170;
    }

    private static int chroma(VideoFrame f, int plane) {
        return f.i420()[plane + f.height() / 3 * f.chromaStride() + f.width() / 4] & 0xff;
    }
}
