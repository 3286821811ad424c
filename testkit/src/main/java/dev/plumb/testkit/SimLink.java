package dev.plumb.testkit;

import java.util.Random;

/** A one-way link under {@link LinkConditions}, which may change while it runs. */
public final class SimLink {
    private final SimClock clock;
    private final Random random;
    private LinkConditions conditions;
    private boolean inBurst;
    private long lastArrivalNanos;
    private long freeAtNanos;
    private long delivered;
    private long lost;

    /** Creates a link on a clock. */
    public SimLink(SimClock clock, Random random, LinkConditions conditions) {
        this.clock = clock;
        this.random = random;
        this.conditions = conditions;
    }

    /** Returns the present conditions of the link. */
    public LinkConditions conditions() {
        return conditions;
    }

    /** Changes the conditions of the link from now on. */
    public void conditions(LinkConditions newConditions) {
        conditions = newConditions;
    }

    /** Returns the number of datagrams that came through, duplicates included. */
    public long delivered() {
        return delivered;
    }

    /** Returns the number of datagrams that were lost. */
    public long lost() {
        return lost;
    }

    /**
     * Sends one datagram over it.
     *
     * @param ipBytes the length with IP and UDP headers
     * @param dontFragment whether the packet is dropped where it is too long, even on a link that fragments
     * @param arrive runs when it arrives, once for each copy
     */
    public void send(int ipBytes, boolean dontFragment, Runnable arrive) {
        boolean fits = ipBytes <= conditions.mtuBytes() || (conditions.fragments() && !dontFragment);
        if (!fits || isLost()) {
            lost++;
            return;
        }
        long leaves = transmit(ipBytes);
        if (leaves < 0) {
            lost++;
            return;
        }
        deliver(leaves, arrive);
        if (random.nextDouble() < conditions.duplicate()) {
            deliver(leaves, arrive);
        }
    }

    private boolean isLost() {
        LinkConditions.Burst burst = conditions.burst();
        inBurst = inBurst ? random.nextDouble() >= burst.leaveBad() : random.nextDouble() < burst.enterBad();
        return random.nextDouble() < conditions.loss() || (inBurst && random.nextDouble() < burst.lossInBad());
    }

    /** Returns the time at which a packet's last bit leaves, or -1 if the queue is full. */
    private long transmit(int ipBytes) {
        long now = clock.nowNanos();
        if (conditions.rateBps() == 0) {
            return now;
        }
        long starts = Math.max(now, freeAtNanos);
        double queued = (starts - now) / 8e9 * conditions.rateBps();
        if (queued + ipBytes > conditions.queueBytes() + 1500) {
            return -1;
        }
        freeAtNanos = starts + (long) (ipBytes * 8e9 / conditions.rateBps());
        return freeAtNanos;
    }

    private void deliver(long leavesNanos, Runnable arrive) {
        long arrival = leavesNanos + conditions.delay().toNanos();
        long jitter = conditions.jitter().toNanos();
        if (jitter > 0) {
            arrival += random.nextLong(jitter);
        }
        boolean heldBack = random.nextDouble() < conditions.reorder();
        if (heldBack) {
            arrival += 1 + random.nextLong(conditions.reorderBy().toNanos());
        } else {
            arrival = Math.max(arrival, lastArrivalNanos);
            lastArrivalNanos = arrival;
        }
        delivered++;
        clock.after(arrival - clock.nowNanos(), arrive);
    }
}
