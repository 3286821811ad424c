package dev.plumb.sctp;

/**
 * CUBIC: the window is a cubic function of the time since the last loss, flat where the loss was, and at least what the
 * standard's rules would have reached.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9438#section-4 RFC 9438 4, CUBIC Congestion Control
 */
final class CubicController extends CongestionController {
    private static final double C = 0.4;
    private static final double BETA = 0.7;
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);
    private static final double TARGET_AT_MOST = 1.5;
    private static final double NANOS_A_SECOND = 1e9;
    private static final long NO_EPOCH = Long.MIN_VALUE;

    private SlowStartExit slowStartExit = new SlowStartExit();
    private long epochNanos = NO_EPOCH;
    private long lastAckNanos;
    /** Window at the last loss, and just before it, in bytes. */
    private double maxBytes;

    private double priorBytes;
    /** Seconds until the window is at {@link #maxBytes} again. */
    private double plateauSeconds;
    /** The window that the standard's rules would have reached. */
    private double friendlyBytes;

    private double fraction;

    CubicController(SctpConfig config) {
        super(config, 0);
        unlimitSlowStart();
    }

    @Override
    void growInSlowStart(Acknowledgement ack) {
        boolean over = slowStartExit.isOver(ack.rttNanos(), ack.roundEnded());
        if (ack.limited()) {
            grow(ack.ackedBytes() / slowStartExit.divisor());
        }
        if (over) {
            endSlowStart();
        }
    }

    @Override
    void growInAvoidance(Acknowledgement ack) {
        if (epochNanos == NO_EPOCH) {
            beginEpoch(ack.nowNanos());
        } else if (!ack.limited()) {
            epochNanos += ack.nowNanos() - lastAckNanos; // time in which the window was not used does not count
        }
        lastAckNanos = ack.nowNanos();
        if (!ack.limited()) {
            return;
        }
        double window = windowBytes();
        double seconds = (ack.nowNanos() - epochNanos) / NANOS_A_SECOND;
        double share = ack.ackedBytes() / window;
        double alpha = friendlyBytes >= priorBytes ? 1 : ALPHA;
        friendlyBytes += alpha * mtuBytes() * share;
        double next = window;
        if (cubic(seconds) < friendlyBytes) {
            next = Math.max(window, friendlyBytes);
        } else {
            double target =
                    Math.clamp(cubic(seconds + ack.rttNanos() / NANOS_A_SECOND), window, TARGET_AT_MOST * window);
            next += (target - window) * share;
        }
        fraction += next - window;
        long whole = (long) fraction;
        fraction -= whole;
        grow(whole);
    }

    private void beginEpoch(long nowNanos) {
        epochNanos = nowNanos;
        lastAckNanos = nowNanos;
        double window = windowBytes();
        if (maxBytes <= window) {
            maxBytes = window;
            plateauSeconds = 0;
        } else {
            plateauSeconds = Math.cbrt((maxBytes - window) / mtuBytes() / C);
        }
        friendlyBytes = window;
        fraction = 0;
    }

    private double cubic(double seconds) {
        double t = seconds - plateauSeconds;
        return C * t * t * t * mtuBytes() + maxBytes;
    }

    @Override
    void forget() {
        slowStartExit = new SlowStartExit();
        epochNanos = NO_EPOCH;
        maxBytes = 0;
        priorBytes = 0;
        unlimitSlowStart();
    }

    @Override
    void idle() {
        epochNanos = NO_EPOCH;
    }

    @Override
    long afterLoss() {
        double window = windowBytes();
        epochNanos = NO_EPOCH;
        priorBytes = window;
        // where the window was still below its last maximum, others want a share
        maxBytes = window < maxBytes ? window * (1 + BETA) / 2 : window;
        return (long) (window * BETA);
    }

    @Override
    long afterTimeOut() {
        long after = afterLoss();
        slowStartExit = new SlowStartExit();
        maxBytes = 0;
        return after;
    }
}
