package dev.plumb.base.engine;

/** Wall time as a function of monotonic time, handed to engines that write timestamps, nonces or certificates. */
@FunctionalInterface
public interface WallClock {
    /** Returns the nanoseconds since 1970-01-01T00:00:00Z at the monotonic time {@code nowNanos}. */
    long wallNanosAt(long nowNanos);

    /** Returns the NTP timestamp (RFC 5905: 32 bits of seconds since 1900, 32 bits of fraction) at {@code nowNanos}. */
    default long ntpAt(long nowNanos) {
        return NtpTime.ofUnixNanos(wallNanosAt(nowNanos));
    }
}
