package dev.plumb.testkit;

import java.time.Duration;

/**
 * The effects of a one-way link on its datagrams.
 *
 * @param loss the probability that a datagram is lost, 0 to 1, independent of the others
 * @param burst loss in bursts besides that
 * @param delay the one-way delay
 * @param jitter the upper bound of a further random delay, which alone never reorders
 * @param reorder the probability that a datagram is held back by up to {@code reorderBy}, and so overtaken
 * @param reorderBy the longest time that such a datagram is held back
 * @param duplicate the probability that a datagram arrives twice
 * @param rateBps the rate of the link, in bits per second; 0 for no limit
 * @param queueBytes the most bytes that wait for the link; the rest is dropped. It counts only with a rate
 * @param mtuBytes the longest IP packet (headers included) that passes; longer ones vanish
 * @param fragments whether longer packets are fragmented instead, unless they forbid it
 */
public record LinkConditions(
        double loss,
        Burst burst,
        Duration delay,
        Duration jitter,
        double reorder,
        Duration reorderBy,
        double duplicate,
        long rateBps,
        int queueBytes,
        int mtuBytes,
        boolean fragments) {
    /** Loss in bursts (Gilbert and Elliott): a chain of two states, evaluated for each datagram. */
    public record Burst(double enterBad, double leaveBad, double lossInBad) {
        /** No bursts. */
        public static final Burst NONE = new Burst(0, 1, 0);
    }

    /** One millisecond of delay, an MTU of 1500, nothing else. */
    public static final LinkConditions PERFECT = new LinkConditions(
            0,
            Burst.NONE,
            Duration.ofMillis(1),
            Duration.ZERO,
            0,
            Duration.ofMillis(20),
            0,
            0,
            256 * 1024,
            1500,
            false);

    public LinkConditions {
        if (loss < 0 || loss > 1 || reorder < 0 || reorder > 1 || duplicate < 0 || duplicate > 1) {
            throw new IllegalArgumentException("probabilities must be between 0 and 1");
        }
        if (delay.isNegative() || jitter.isNegative() || reorderBy.isNegative()) {
            throw new IllegalArgumentException("delays are not negative");
        }
        if (mtuBytes < 68) {
            throw new IllegalArgumentException("no link has an MTU of " + mtuBytes);
        }
    }

    /** Returns a copy with another loss. */
    public LinkConditions withLoss(double newLoss) {
        return new LinkConditions(
                newLoss, burst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** Returns a copy with loss in bursts. */
    public LinkConditions withBurst(Burst newBurst) {
        return new LinkConditions(
                loss, newBurst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** Returns a copy with another delay. */
    public LinkConditions withDelay(Duration newDelay) {
        return new LinkConditions(
                loss, burst, newDelay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** Returns a copy with another jitter. */
    public LinkConditions withJitter(Duration newJitter) {
        return new LinkConditions(
                loss, burst, delay, newJitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** Returns a copy with reordering. */
    public LinkConditions withReorder(double probability, Duration by) {
        return new LinkConditions(
                loss, burst, delay, jitter, probability, by, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** Returns a copy with duplication. */
    public LinkConditions withDuplicate(double probability) {
        return new LinkConditions(
                loss, burst, delay, jitter, reorder, reorderBy, probability, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** Returns a copy with a rate and the queue in front of it. */
    public LinkConditions withRate(long newRateBps, int newQueueBytes) {
        return new LinkConditions(
                loss,
                burst,
                delay,
                jitter,
                reorder,
                reorderBy,
                duplicate,
                newRateBps,
                newQueueBytes,
                mtuBytes,
                fragments);
    }

    /** Returns a copy with another MTU. */
    public LinkConditions withMtu(int newMtuBytes) {
        return new LinkConditions(
                loss, burst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, newMtuBytes, fragments);
    }

    /** Returns a copy that fragments packets longer than the MTU or not. */
    public LinkConditions withFragments(boolean cutUp) {
        return new LinkConditions(
                loss, burst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, cutUp);
    }
}
