package dev.plumb.sctp.rx;

import dev.plumb.sctp.common.RtoEstimator;

/**
 * The window that the peer may send: a limit that grows as the path proves to be long and fast, less the bytes held.
 *
 * <p>In a round trip a peer can send one window. One that has sent more than half of it, and was not held up by a slow
 * reader, may be waiting for the window and not for the path; then it doubles.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.2 RFC 9260 6.2, Acknowledgement on Reception of DATA Chunks
 */
public final class ReceiveWindow {
    private static final int PARTS_THAT_ARE_NEWS = 4;

    private final int initialBytes;
    private final int maxBytes;
    private final boolean manualConsume;
    private final RtoEstimator rto;
    private int limitBytes;
    private long unconsumedBytes;
    private long advertisedBytes;
    private long roundBytes;
    private long roundStartNanos;

    /**
     * Makes a window that the peer has not been told of.
     *
     * @param manualConsume true if delivered bytes fill the window until {@link #consumed} gives them back
     */
    public ReceiveWindow(int initialBytes, int maxBytes, boolean manualConsume, RtoEstimator rto) {
        this.initialBytes = initialBytes;
        this.maxBytes = maxBytes;
        this.manualConsume = manualConsume;
        this.rto = rto;
        this.limitBytes = initialBytes;
        this.advertisedBytes = limitBytes;
    }

    /** Returns the most bytes that are held, wherever they wait. */
    public int limitBytes() {
        return limitBytes;
    }

    /** Returns the number of bytes that still fit beside the waiting ones. */
    public long freeBytes(long waitingBytes) {
        return Math.max(0, limitBytes - waitingBytes - unconsumedBytes);
    }

    /** Returns the number of bytes that the application has not yet consumed. */
    public long unconsumedBytes() {
        return unconsumedBytes;
    }

    /** Records a message that was delivered to the application. */
    public void delivered(int bytes) {
        roundBytes += bytes;
        if (manualConsume) {
            unconsumedBytes += bytes;
        }
    }

    /** Records bytes that the application has consumed. */
    public void consumed(long bytes) {
        if (bytes < 0 || bytes > unconsumedBytes) {
            throw new IllegalArgumentException(
                    "consumed " + bytes + " of " + unconsumedBytes + " bytes: give back what was delivered, once");
        }
        unconsumedBytes -= bytes;
    }

    /** Records the window that the peer was told. */
    public void advertised(long bytes) {
        advertisedBytes = bytes;
    }

    /** Returns whether the free window is worth announcing without being asked. */
    public boolean isNews(long freeBytes, int mtuBytes) {
        long opened = freeBytes - advertisedBytes;
        return opened >= limitBytes / PARTS_THAT_ARE_NEWS || (advertisedBytes < mtuBytes && opened >= 2L * mtuBytes);
    }

    /** Measures a round after data arrived. */
    public void measure(long nowNanos) {
        long rttNanos = rto.smoothedNanos();
        if (limitBytes == maxBytes || rttNanos == 0 || nowNanos - roundStartNanos < rttNanos) {
            return;
        }
        boolean isOneRound = nowNanos - roundStartNanos < 2 * rttNanos;
        if (isOneRound && roundBytes > limitBytes / 2 && unconsumedBytes < limitBytes / 4) {
            limitBytes = (int) Math.min(maxBytes, 2L * limitBytes);
        }
        roundBytes = 0;
        roundStartNanos = nowNanos;
    }

    /**
     * Returns whether the round-trip time is to be asked for, since much arrives and nothing is sent that would tell
     * it.
     */
    public boolean lacksRoundTrip() {
        return rto.smoothedNanos() == 0 && roundBytes > initialBytes / 16;
    }
}
