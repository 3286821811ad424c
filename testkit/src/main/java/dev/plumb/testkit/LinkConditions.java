package dev.plumb.testkit;

import java.time.Duration;

/**
 * What a one-way link does to the datagrams on it.
 *
 * @param loss probability that a datagram is lost, 0 to 1, independent of the others
 * @param burst loss in bursts beside that
 * @param delay time on the way
 * @param jitter a further random delay between 0 and this, which alone never reorders
 * @param reorder probability that a datagram is held back by up to {@code reorderBy}, and so overtaken
 * @param reorderBy how long such a datagram is held back at most
 * @param duplicate probability that a datagram arrives twice
 * @param rateBps bits a second that the link carries; 0 for no limit
 * @param queueBytes bytes that wait for the link at most, the rest is dropped; counts only with a rate
 * @param mtuBytes longest IP packet (headers included) that passes; longer ones vanish
 * @param fragments whether longer ones are cut up instead, unless they forbid it
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
            throw new IllegalArgumentException("probabilities go from 0 to 1");
        }
        if (delay.isNegative() || jitter.isNegative() || reorderBy.isNegative()) {
            throw new IllegalArgumentException("delays are not negative");
        }
        if (mtuBytes < 68) {
            throw new IllegalArgumentException("no link has an MTU of " + mtuBytes);
        }
    }

    /** The same with another loss. */
    public LinkConditions withLoss(double newLoss) {
        return new LinkConditions(
                newLoss, burst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** The same with loss in bursts. */
    public LinkConditions withBurst(Burst newBurst) {
        return new LinkConditions(
                loss, newBurst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** The same with another delay. */
    public LinkConditions withDelay(Duration newDelay) {
        return new LinkConditions(
                loss, burst, newDelay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** The same with another jitter. */
    public LinkConditions withJitter(Duration newJitter) {
        return new LinkConditions(
                loss, burst, delay, newJitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** The same with reordering. */
    public LinkConditions withReorder(double probability, Duration by) {
        return new LinkConditions(
                loss, burst, delay, jitter, probability, by, duplicate, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** The same with duplication. */
    public LinkConditions withDuplicate(double probability) {
        return new LinkConditions(
                loss, burst, delay, jitter, reorder, reorderBy, probability, rateBps, queueBytes, mtuBytes, fragments);
    }

    /** The same with a rate and the queue in front of it. */
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

    /** The same with another MTU. */
    public LinkConditions withMtu(int newMtuBytes) {
        return new LinkConditions(
                loss, burst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, newMtuBytes, fragments);
    }

    /** The same with packets cut up that are longer than the MTU. */
    public LinkConditions withFragments(boolean cutUp) {
        return new LinkConditions(
                loss, burst, delay, jitter, reorder, reorderBy, duplicate, rateBps, queueBytes, mtuBytes, cutUp);
    }
}
