package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracks whose sinks or sources fail. */
class MediaStreamTrackTest {
    private final SimMedia media = new SimMedia(23);

    private static void fail(boolean error) {
        if (error) {
            throw new AssertionError("a sink's error");
        }
        throw new IllegalStateException("a sink's exception");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsDeliveringSoundBesideASinkThatThrows(boolean error) {
        MediaStreamTrack track = media.sim.a.audioTrack("tone", new ToneSource(500, 0.5));
        List<AudioFrame> before = new ArrayList<>();
        List<AudioFrame> after = new ArrayList<>();
        track.onAudio(before::add);
        track.onAudio(f -> fail(error));
        track.onAudio(after::add);
        media.run(1000);
        assertThat(before).hasSizeBetween(49, 51);
        assertThat(after).hasSameSizeAs(before);
        assertThat(track.readyState()).isEqualTo(MediaStreamTrackState.LIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsDeliveringPicturesBesideASinkThatThrows(boolean error) {
        MediaStreamTrack track = media.sim.a.videoTrack("pattern", new TestPatternSource(64, 64, 30));
        List<Object> after = new ArrayList<>();
        track.onVideo(f -> fail(error));
        track.onVideo(after::add);
        media.run(1000);
        assertThat(after).hasSizeBetween(29, 31);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void playsWhatIsReceivedBesideASinkThatThrows(boolean error) {
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        RTCRtpReceiver receiver = media.sim.b.rtpReceiver(MediaKind.AUDIO, media.sim.dtlsB);
        receiver.track().onAudio(f -> fail(error));
        receiver.track().onAudio(media.sound::add);
        receiver.receive(parameters);
        media.tone(500).send(parameters);
        media.run(2000);
        assertThat(media.sound.size()).isGreaterThan(90);
        assertThat(media.longestSoundGapNanos(5)).isLessThan(1_000_000L);
    }

    @Test
    void takesEveryFrameBesideASinkOfEncodedFramesThatThrows() {
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        RTCRtpReceiver receiver = media.sim.b.rtpReceiver(MediaKind.AUDIO, media.sim.dtlsB);
        List<RTCEncodedFrame> came = new ArrayList<>();
        receiver.receiveEncoded(f -> {
            came.add(f);
            fail(true);
        });
        receiver.receive(parameters);
        media.tone(500).send(parameters);
        media.run(2000);
        assertThat(came.size()).isGreaterThan(90);
    }

    @Test
    void goesOnAfterATransformThatGivesNothingUsable() {
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        media.receiver(MediaKind.AUDIO).receive(parameters);
        RTCRtpSender sender = media.tone(500);
        int[] count = {0};
        sender.transform((frame, transformer) -> {
            if (++count[0] == 10) {
                return CompletableFuture.completedFuture(null);
            }
            if (count[0] == 11) {
                throw new AssertionError("a transform's error");
            }
            return CompletableFuture.completedFuture(List.of(frame));
        });
        sender.send(parameters);
        media.run(2000);
        assertThat(count[0]).isGreaterThan(90);
        assertThat(media.sound.size()).isGreaterThan(90);
    }

    /** Gives three frames, and fails. */
    private static final class Failing implements AudioSource {
        private int stops;

        @Override
        public void start(Loop worker, AudioSink sink) {
            tick(worker, sink, 0);
        }

        private void tick(Loop worker, AudioSink sink, int count) {
            if (count == 3) {
                throw new AssertionError("the device has gone");
            }
            sink.accept(new AudioFrame(new short[480], 48_000, 1, worker.nowNanos()));
            worker.schedule(worker.nowNanos() + 10_000_000L, () -> tick(worker, sink, count + 1));
        }

        @Override
        public void stop() {
            stops++;
            throw new IllegalStateException("there is nothing to stop");
        }
    }

    /** Does not even start. */
    private static final class Absent implements VideoSource {
        @Override
        public void start(Loop worker, VideoSink sink) {
            throw new IllegalStateException("no such device");
        }

        @Override
        public void stop() {
            // there is nothing to stop
        }
    }

    @Test
    void endsATrackAndItsClonesWhoseSourceFails() {
        Failing source = new Failing();
        MediaStreamTrack track = media.sim.a.audioTrack("failing", source);
        MediaStreamTrack copy = track.cloneTrack();
        List<MediaStreamTrack> ended = new ArrayList<>();
        track.onEnded(ended::add);
        copy.onEnded(ended::add);
        List<AudioFrame> frames = new ArrayList<>();
        track.onAudio(frames::add);
        media.run(1000);
        assertThat(frames).hasSize(3);
        assertThat(ended).containsExactly(track, copy);
        assertThat(track.readyState()).isEqualTo(MediaStreamTrackState.ENDED);
        assertThat(source.stops).isEqualTo(1);
    }

    @Test
    void endsATrackWhoseSourceDoesNotStart() {
        MediaStreamTrack track = media.sim.a.videoTrack("absent", new Absent());
        List<MediaStreamTrack> ended = new ArrayList<>();
        track.onEnded(ended::add);
        track.onVideo(f -> {});
        media.run(100);
        assertThat(ended).containsExactly(track);
    }
}
