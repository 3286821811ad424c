package dev.plumb.interop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for real peers, which have clocks of their own. */
final class Pause {
    private static final long STEADY_NANOS = 1_000_000_000L;

    private Pause() {}

    static void micros(long micros) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    static void millis(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Polls a number until it is not negative. */
    static int value(String what, int seconds, IntSupplier supplier) {
        return value(what, seconds, supplier::getAsInt, v -> v >= 0);
    }

    /** Polls a value until it is as wanted. */
    static <T> T value(String what, int seconds, Supplier<T> supplier, Predicate<T> wanted) {
        AtomicReference<T> found = new AtomicReference<>();
        until(what, seconds, () -> {
            found.set(supplier.get());
            return wanted.test(found.get());
        });
        return found.get();
    }

    /** Polls a condition; fails saying what was awaited. */
    static void until(String what, int seconds, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + seconds + " s not: " + what);
            }
            millis(20);
        }
    }

    /** Polls until a number has stayed the same for a while. */
    static void steady(String what, int seconds, IntSupplier supplier) {
        AtomicLong since = new AtomicLong(System.nanoTime());
        AtomicInteger last = new AtomicInteger(supplier.getAsInt());
        until("standing still: " + what, seconds, () -> {
            int now = supplier.getAsInt();
            if (last.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > STEADY_NANOS;
        });
    }
}
