package dev.plumb.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.loop.ManualLoop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what is played and counted when the machine or the network is too slow. */
class AudioReceiverTest {
    private static final long MILLI_AS_NANOS = 1_000_000L;
    private static final int SAMPLES = 960;

    private final ManualLoop loop = new ManualLoop(0, 0);
    private final List<AudioFrame> heard = new ArrayList<>();
    private final AudioReceiver receiver = new AudioReceiver(loop, type -> new Tone(), p -> {}, heard::add);

    /** A decoder that turns each payload into 20 ms of a tone. */
    private static final class Tone implements AudioDecoder {
        @Override
        public AudioFrame decode(byte[] payload, long timestampNanos) {
            return frame(SAMPLES, timestampNanos);
        }

        @Override
        public AudioFrame conceal(long durationNanos, long timestampNanos) {
            return frame((int) (durationNanos * 48 / MILLI_AS_NANOS), timestampNanos);
        }

        private static AudioFrame frame(int samples, long timestampNanos) {
            short[] tone = new short[samples];
            for (int i = 0; i < samples; i++) {
                tone[i] = (short) (10_000 * Math.sin(2 * Math.PI * 400 * i / 48_000));
            }
            return new AudioFrame(tone, 48_000, 1, timestampNanos);
        }

        @Override
        public void close() {
            // holds no resources
        }
    }

    private void packet(int index) {
        receiver.accept(new AudioPacket(
                7,
                List.of(),
                111,
                PayloadFormat.OPUS,
                48_000,
                index,
                (long) index * SAMPLES,
                false,
                new byte[1],
                -1,
                List.of(),
                index * 20L * MILLI_AS_NANOS,
                EncodedFrame.UNKNOWN));
    }

    private long heardSamples() {
        return heard.stream().mapToLong(AudioFrame::samplesPerChannel).sum();
    }

    @Test
    void timeThatAWorkerMissedIsSaidToBeConcealed() {
        int sent = 0;
        long end = 20_000;
        for (long now = 0; now < end; now += now < 1_000 ? 5 : 130) {
            while (sent * 20L <= now) {
                packet(sent++);
            }
            loop.run(now * MILLI_AS_NANOS);
        }
        long due = end * 48;
        assertThat(receiver.samplesMissed()).isGreaterThan(due / 3);
        assertThat((double) (heardSamples() + receiver.samplesMissed()) / due).isBetween(0.98, 1.02);
        assertThat((double) receiver.samplesPlayed() / due).isBetween(0.98, 1.02);
        assertThat(receiver.samplesConcealed()).isGreaterThanOrEqualTo(receiver.samplesMissed());
    }

    @Test
    void anOutageIsSaidToBeConcealedAndAPauseIsNot() {
        int sent = 0;
        for (long now = 0; now < 10_000; now += 5) {
            while (sent * 20L <= now && (now < 3_000 || now >= 5_000)) {
                packet(sent++);
            }
            loop.run(now * MILLI_AS_NANOS);
        }
        assertThat((double) receiver.samplesPlayed() / (10_000 * 48)).isBetween(0.98, 1.02);
        assertThat(receiver.samplesMissed()).isBetween(1_700L * 48, 2_000L * 48);
    }

    @Test
    void aToneIsShortenedWithoutAJump() {
        AudioFrame tone = Tone.frame(SAMPLES, 0);
        AudioFrame shorter = new Shortening().shorten(tone, 10 * MILLI_AS_NANOS);
        assertThat(shorter.samplesPerChannel()).isBetween(480, 840);
        for (int i = 1; i < shorter.samples().length; i++) {
            assertThat(Math.abs(shorter.samples()[i] - shorter.samples()[i - 1]))
                    .isLessThan(700);
        }
    }
}
