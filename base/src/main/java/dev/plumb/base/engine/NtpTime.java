package dev.plumb.base.engine;

/**
 * NTP timestamps as RTCP carries them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5905#section-6 RFC 5905 6, Data Types
 */
public final class NtpTime {
    private static final long UNIX_EPOCH_SECONDS = 2_208_988_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NtpTime() {}

    /** Returns the 64-bit timestamp of a time in nanoseconds since 1970. */
    public static long ofUnixNanos(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND);
        long nanos = Math.floorMod(unixNanos, NANOS_PER_SECOND);
        return (seconds + UNIX_EPOCH_SECONDS) << 32 | (nanos << 32) / NANOS_PER_SECOND;
    }

    /** Returns the nanoseconds since 1970 of a 64-bit timestamp of the era that began in 1900. */
    public static long toUnixNanos(long ntp) {
        long seconds = (ntp >>> 32) - UNIX_EPOCH_SECONDS;
        return seconds * NANOS_PER_SECOND + fractionToNanos(ntp & 0xffff_ffffL, 32);
    }

    /** Returns the middle 32 bits (16.16 seconds), unsigned, as in RTCP's LSR and DLSR. */
    public static long middle(long ntp) {
        return ntp >>> 16 & 0xffff_ffffL;
    }

    /** Returns a duration of 16.16 seconds in nanoseconds. */
    public static long middleToNanos(long middle) {
        return (middle >>> 16) * NANOS_PER_SECOND + fractionToNanos(middle & 0xffff, 16);
    }

    /** Returns a duration in nanoseconds as 16.16 seconds, unsigned 32 bits, capped. */
    public static long nanosToMiddle(long nanos) {
        long seconds = nanos / NANOS_PER_SECOND;
        return seconds > 0xffff ? 0xffff_ffffL : seconds << 16 | ((nanos % NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND;
    }

    private static long fractionToNanos(long fraction, int bits) {
        return (fraction * NANOS_PER_SECOND) >>> bits;
    }
}
