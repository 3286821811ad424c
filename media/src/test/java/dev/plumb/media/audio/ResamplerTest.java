package dev.plumb.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a tone passes whatever the two rates are, and that the end of a stream comes out as well. */
class ResamplerTest {
    private static final double HERTZ = 440;
    private static final int LATE = 16;

    @ParameterizedTest
    @CsvSource({"24000,48000", "16000,48000", "44100,48000", "48000,16000", "22050,48000", "11111,48000", "48000,8000"})
    void aToneGoesThrough(int from, int to) {
        Resampler resampler = new Resampler(to, 1);
        double error = 0;
        double power = 0;
        long in = 0;
        long out = 0;
        for (int block = 0; block < 100; block++) {
            short[] samples = new short[from / 50 + block % 3];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * HERTZ * (in + i) / from));
            }
            in += samples.length;
            for (short s :
                    resampler.convert(new AudioFrame(samples, from, 1, 0)).samples()) {
                double wanted = 12_000 * Math.sin(2 * Math.PI * HERTZ * ((double) out / to - (double) LATE / from));
                if (out > to / 10) {
                    error += (s - wanted) * (s - wanted);
                    power += wanted * wanted;
                }
                out++;
            }
        }
        assertThat(10 * Math.log10(power / error)).isGreaterThan(50);
        long rest = resampler.flush().samplesPerChannel();
        assertThat(rest).isPositive();
        // half the filter, silence before the stream, came out first
        long expected = (in + LATE) * to / from;
        assertThat(out + rest).isBetween(expected - 2, expected + 2);
    }
}
