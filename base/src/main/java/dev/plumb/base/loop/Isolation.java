package dev.plumb.base.loop;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A guard that runs code which may fail, without letting its exceptions reach the caller. The first failure is logged,
 * and all are counted. Safe on any thread.
 */
public final class Isolation {
    private final System.Logger log;
    private final String what;
    private final AtomicLong failures = new AtomicLong();

    /**
     * Makes an isolation without failures.
     *
     * @param logger the name of the logger for the first failure
     * @param what describes the code in the log, as in "a sink of track 7"
     */
    public Isolation(String logger, String what) {
        this.log = System.getLogger(logger);
        this.what = what;
    }

    /** Makes a call. Returns false where it threw anything. */
    public boolean run(Runnable call) {
        try {
            call.run();
            return true;
        } catch (Throwable e) { // errors too, since anything thrown would end the caller's timer
            failed(e);
            return false;
        }
    }

    /** Counts a failure that was caught elsewhere, and logs it if it is the first. */
    public void failed(Throwable failure) {
        if (failures.getAndIncrement() == 0) {
            log.log(Level.ERROR, what + " failed; further failures are counted, not logged", failure);
        }
    }

    /** Returns the number of failures. */
    public long failures() {
        return failures.get();
    }
}
