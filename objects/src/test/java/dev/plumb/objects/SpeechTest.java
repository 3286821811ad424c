package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.PcmSink;
import dev.plumb.media.audio.PcmSinkOptions;
import dev.plumb.media.audio.PcmSource;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.testkit.ToneMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program says on one side of a call is what a program reads on the other. */
class SpeechTest {
    private static final int SPOKEN_HZ = 24_000;
    private static final int READ_HZ = 16_000;
    private static final double HERTZ = 600;
    /** A frame, a packet, the network, the jitter buffer, and the frame that is read. */
    private static final long MOUTH_TO_EAR_NANOS = 250_000_000L;

    private final SimMedia media = new SimMedia(31);
    private final PcmSource mouth = new PcmSource();
    private final List<AudioFrame> read = new ArrayList<>();

    private static short[] tone(int seconds) {
        short[] samples = new short[SPOKEN_HZ * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * HERTZ * i / SPOKEN_HZ));
        }
        return samples;
    }

    private void connect(String codec) {
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        receiver.receive(media.parameters(MediaKind.AUDIO, codec));
        receiver.track()
                .onAudio(new PcmSink(PcmSinkOptions.DEFAULT.withFormat(READ_HZ, 512), Runnable::run, read::add));
        media.sim
                .a
                .rtpSender(media.sim.a.audioTrack("agent", mouth), media.sim.dtlsA)
                .send(media.parameters(MediaKind.AUDIO, codec));
        media.run(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opus", "PCMU"})
    void whatIsWrittenIsReadOnTheOtherSideUntilItIsCleared(String codec) {
        connect(codec);
        assertThat(read).allMatch(f -> f.samples().length == 512 && f.sampleRateHz() == READ_HZ);
        assertThat(read).allMatch(f -> f.peak() < 0.01);
        CompletableFuture<Void> written = mouth.write(tone(20), SPOKEN_HZ, 1);
        assertThat(written).isNotDone();
        long spokenNanos = media.nowNanos();
        media.run(2_500);
        long clearedNanos = media.nowNanos();
        mouth.clear();
        media.run(2_000);
        assertThat(written).isCancelled();

        List<AudioFrame> speech = read.stream().filter(f -> f.peak() > 0.1).toList();
        assertThat(speech.getFirst().timestampNanos() - spokenNanos).isBetween(0L, MOUTH_TO_EAR_NANOS);
        assertThat(speech.getLast().timestampNanos() - clearedNanos).isBetween(0L, MOUTH_TO_EAR_NANOS);
        assertThat(read)
                .filteredOn(f -> f.timestampNanos() > clearedNanos + MOUTH_TO_EAR_NANOS)
                .hasSizeGreaterThan(40)
                .allMatch(f -> f.peak() < 0.01);
        ToneMeter meter = new ToneMeter(READ_HZ);
        speech.subList(2, speech.size() - 2).forEach(f -> meter.add(f.samples(), 1));
        assertThat(meter.seconds()).isCloseTo(2.5, within(0.2));
        assertThat(meter.shareAt(HERTZ)).isGreaterThan(0.95);
        for (AudioFrame f : speech.subList(2, speech.size() - 2)) {
            assertThat(f.peak()).isCloseTo(16_000 / 32_768.0, within(0.1));
        }
    }
}
