package dev.plumb.base.loop;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** Calls of code that may fail, kept from whoever makes them: the first failure is logged, all are counted. Safe on any thread. */
public final class Isolation {
    private final System.Logger log;
    private final String what;
    private final AtomicLong failures = new AtomicLong();

    /**
     * No failures yet.
     *
     * @param logger to which failures are told, by name
     * @param what is called, for people, as in "a sink of track 7"
     */
    public Isolation(String logger, String what) {
        this.log = System.getLogger(logger);
        this.what = what;
    }

    /** Makes a call; returns false where it threw something. */
    public boolean run(Runnable call) {
        try {
            call.run();
            return true;
        } catch (Throwable e) { // errors, too: whatever is thrown ends a timer of the caller's
            failed(e);
            return false;
        }
    }

    /** Notes a failure that was seen elsewhere. */
    public void failed(Throwable failure) {
        if (failures.getAndIncrement() == 0) {
            log.log(Level.ERROR, what + " failed; further failures are counted, not logged", failure);
        }
    }

    /** How many calls failed. */
    public long failures() {
        return failures.get();
    }
}
