package dev.plumb.base.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** NTP timestamps and timers. */
class TimeTest {
    private enum T {
        A,
        B
    }

    @Test
    void ntpTimestampsRoundTrip() {
        long unixNanos = 1_700_000_000_123_456_789L;
        long ntp = NtpTime.ofUnixNanos(unixNanos);
        assertThat(ntp >>> 32).isEqualTo(1_700_000_000L + 2_208_988_800L);
        assertThat(NtpTime.toUnixNanos(ntp)).isBetween(unixNanos - 1, unixNanos);
        assertThat(NtpTime.middleToNanos(NtpTime.nanosToMiddle(1_500_000_000L))).isEqualTo(1_500_000_000L);
        assertThat(NtpTime.nanosToMiddle(Long.MAX_VALUE)).isEqualTo(0xffff_ffffL);
    }

    @Test
    void aTimerExpiresOnceAndTheEarliestIsNext() {
        Timers<T> timers = new Timers<>(T.class);
        assertThat(timers.nextNanos()).isEqualTo(Engine.NEVER);
        timers.set(T.A, 20);
        timers.set(T.B, 10);
        assertThat(timers.nextNanos()).isEqualTo(10);
        assertThat(timers.expire(T.B, 9)).isFalse();
        assertThat(timers.expire(T.B, 10)).isTrue();
        assertThat(timers.expire(T.B, 11)).isFalse();
        assertThat(timers.nextNanos()).isEqualTo(20);
        timers.stopAll();
        assertThat(timers.running(T.A)).isFalse();
    }
}
