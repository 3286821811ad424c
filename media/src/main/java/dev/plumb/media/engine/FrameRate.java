package dev.plumb.media.engine;

import java.util.ArrayDeque;

/** A counter of the pictures in the last second. It is safe on any thread. */
final class FrameRate {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int AT_MOST = 1_000;

    private final ArrayDeque<Long> recent = new ArrayDeque<>();

    synchronized void picture(long nowNanos) {
        forget(nowNanos);
        if (recent.size() < AT_MOST) {
            recent.addLast(nowNanos);
        }
    }

    synchronized int perSecond(long nowNanos) {
        forget(nowNanos);
        return recent.size();
    }

    private void forget(long nowNanos) {
        while (!recent.isEmpty() && nowNanos - recent.getFirst() >= SECOND_NANOS) {
            recent.removeFirst();
        }
    }
}
