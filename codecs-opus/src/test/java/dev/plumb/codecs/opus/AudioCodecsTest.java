package dev.plumb.codecs.opus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.Resampler;
import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.media.codec.AudioEncoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.CodecProvider;
import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tone goes in, and the same tone comes out. */
class AudioCodecsTest {
    private static final Codecs CODECS = Codecs.load();

    @Test
    void allThreeAreFound() {
        assertThat(CODECS.formats(MediaKind.AUDIO))
                .extracting(CodecFormat::name)
                .containsExactly("opus", "PCMU", "PCMA");
    }

    @Test
    void aToneSurvivesEachCodec() {
        for (CodecFormat format : CODECS.formats(MediaKind.AUDIO)) {
            CodecProvider provider = CODECS.providerOf(format).orElseThrow();
            try (AudioEncoder encoder = provider.audioEncoder(format);
                    AudioDecoder decoder = provider.audioDecoder(format)) {
                int rate = encoder.sampleRateHz();
                double[] out = new double[rate];
                for (int packet = 0; packet < 50; packet++) {
                    AudioFrame in = tone(440, rate, packet * rate / 50, rate / 50);
                    AudioFrame decoded = decoder.decode(encoder.encode(in), 0);
                    for (int i = 0; i < rate / 50; i++) {
                        out[packet * rate / 50 + i] = decoded.samples()[i * decoded.channels()];
                    }
                }
                assertThat(shareOfEnergyAt(440, out, rate)).as(format.name()).isGreaterThan(0.95);
            }
        }
    }

    @Test
    void aLostPacketIsConcealedAndNotSilent() {
        for (CodecFormat format : CODECS.formats(MediaKind.AUDIO)) {
            CodecProvider provider = CODECS.providerOf(format).orElseThrow();
            try (AudioEncoder encoder = provider.audioEncoder(format);
                    AudioDecoder decoder = provider.audioDecoder(format)) {
                int rate = encoder.sampleRateHz();
                for (int packet = 0; packet < 10; packet++) {
                    decoder.decode(encoder.encode(tone(440, rate, packet * rate / 50, rate / 50)), 0);
                }
                AudioFrame filled = decoder.conceal(20_000_000L, 0);
                assertThat(filled.samplesPerChannel()).isEqualTo(filled.sampleRateHz() / 50);
                assertThat(filled.peak()).as(format.name()).isGreaterThan(0.05);
            }
        }
    }

    @Test
    void aLostPacketIsDecodedFromTheNextOneWhereThatIsAnnounced() {
        CodecFormat announced = CODECS.formats(MediaKind.AUDIO).getFirst();
        assertThat(announced.parameter("useinbandfec", "0")).isEqualTo("1");
        CodecFormat silent = CodecFormat.audio("opus", 48_000, 2, Map.of());
        CodecProvider provider = CODECS.providerOf(announced).orElseThrow();
        try (AudioEncoder encoder = provider.audioEncoder(announced);
                AudioDecoder whole = provider.audioDecoder(announced);
                AudioDecoder recovering = provider.audioDecoder(announced);
                AudioDecoder concealing = provider.audioDecoder(silent)) {
            encoder.bitRate(24_000);
            double recoveredError = 0;
            double concealedError = 0;
            int recovered = 0;
            AudioFrame lost = null;
            for (int packet = 0; packet < 200; packet++) {
                byte[] payload = encoder.encode(sweep(packet));
                AudioFrame decoded = whole.decode(payload, 0);
                if (packet % 5 == 3) {
                    lost = decoded;
                    continue;
                }
                if (lost != null) {
                    assertThat(concealing.recover(payload, 20_000_000L, 0)).isNull();
                    AudioFrame made = recovering.recover(payload, 20_000_000L, 0);
                    AudioFrame guessed = concealing.conceal(20_000_000L, 0);
                    if (made != null) {
                        recovered++;
                        recoveredError += difference(lost, made);
                        concealedError += difference(lost, guessed);
                        assertThat(made.samplesPerChannel()).isEqualTo(960);
                    }
                    lost = null;
                }
                recovering.decode(payload, 0);
                concealing.decode(payload, 0);
            }
            assertThat(recovered).isGreaterThan(20);
            assertThat(recoveredError).isLessThan(concealedError / 2);
        }
    }

    private static AudioFrame sweep(int packet) {
        short[] samples = new short[960];
        for (int i = 0; i < samples.length; i++) {
            double t = (packet * 960 + i) / 48_000.0;
            samples[i] = (short) (9000 * Math.sin(2 * Math.PI * (200 * t + 40 * Math.sin(5 * t))));
        }
        return new AudioFrame(samples, 48_000, 1, 0);
    }

    private static double difference(AudioFrame one, AudioFrame other) {
        double sum = 0;
        for (int i = 0; i < Math.min(one.samples().length, other.samples().length); i++) {
            double d = one.samples()[i] - other.samples()[i];
            sum += d * d;
        }
        return sum;
    }

    @Test
    void junkIsNoCopyOfALostPacket() {
        CodecFormat format = CODECS.formats(MediaKind.AUDIO).getFirst();
        try (AudioDecoder decoder = CODECS.providerOf(format).orElseThrow().audioDecoder(format)) {
            Random random = new Random(1);
            for (int i = 0; i < 5000; i++) {
                byte[] junk = new byte[random.nextInt(60)];
                random.nextBytes(junk);
                AudioFrame made = decoder.recover(junk, random.nextLong(120_000_000L), 0);
                assertThat(made == null || made.samples().length > 0).isTrue();
            }
        }
    }

    @Test
    void brokenPayloadsGiveSoundAndNoException() {
        for (CodecFormat format : CODECS.formats(MediaKind.AUDIO)) {
            try (AudioDecoder decoder = CODECS.providerOf(format).orElseThrow().audioDecoder(format)) {
                Random random = new Random(1);
                for (int i = 0; i < 500; i++) {
                    byte[] junk = new byte[random.nextInt(200)];
                    random.nextBytes(junk);
                    assertThat(decoder.decode(junk, 0).samples()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void lawsRoundTripEveryCode() {
        for (G711Law law : G711Law.values()) {
            for (int code = 0; code < 256; code++) {
                short sample = law.decode((byte) code);
                // mu-law has two zeros
                assertThat(law.decode(law.encode(sample)))
                        .as("%s %d", law, code)
                        .isEqualTo(sample);
            }
        }
    }

    @Test
    void resamplingKeepsATone() {
        for (int rate : new int[] {8_000, 16_000, 44_100, 48_000}) {
            Resampler resampler = new Resampler(48_000, 1);
            double[] out = new double[48_000];
            int at = 0;
            for (int packet = 0; packet < 55; packet++) {
                AudioFrame converted = resampler.convert(tone(1000, rate, packet * rate / 50, rate / 50));
                for (int i = 0; i < converted.samples().length && at < out.length; i++) {
                    out[at++] = converted.samples()[i];
                }
            }
            assertThat(at).isEqualTo(out.length);
            assertThat(shareOfEnergyAt(1000, out, 48_000))
                    .as("from %d Hz", rate)
                    .isGreaterThan(0.98);
        }
    }

    private static AudioFrame tone(double hz, int rate, int from, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) (8_000 * Math.sin(2 * Math.PI * hz * (from + i) / rate));
        }
        return new AudioFrame(pcm, rate, 1, 0);
    }

    /** The energy that a sine and a cosine of the frequency account for, of all there is; the first tenth is left out. */
    private static double shareOfEnergyAt(double hz, double[] samples, int rate) {
        double re = 0;
        double im = 0;
        double all = 0;
        int n = 0;
        for (int i = samples.length / 10; i < samples.length; i++) {
            double phase = 2 * Math.PI * hz * i / rate;
            re += samples[i] * Math.cos(phase);
            im += samples[i] * Math.sin(phase);
            all += samples[i] * samples[i];
            n++;
        }
        return 2 * (re * re + im * im) / n / all;
    }
}
