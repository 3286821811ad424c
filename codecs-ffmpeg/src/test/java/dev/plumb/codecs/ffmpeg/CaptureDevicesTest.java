package dev.plumb.codecs.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.loop.ManualLoop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.MediaDevice;
import dev.plumb.media.video.VideoFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** FFmpeg's own virtual devices go the same way as cameras and microphones. */
class CaptureDevicesTest {
    private final ManualLoop worker = new ManualLoop(System.nanoTime(), 0);

    @Test
    void aCameraGivesItsPictures() {
        MediaDevice.VideoInput camera =
                CaptureDevices.camera("lavfi", "color=c=red:size=320x240:rate=15,format=yuv420p,realtime", "red");
        Deque<VideoFrame> seen = new ArrayDeque<>();
        var source = camera.open(Map.of());
        source.start(worker, seen::add);
        runUntil(() -> seen.size() >= 2);
        VideoFrame first = seen.getFirst();
        assertThat(first.width()).isEqualTo(320);
        assertThat(first.height()).isEqualTo(240);
        // red has little luma, and its V is far above the middle
        assertThat(first.i420()[0] & 0xff).isBetween(70, 90);
        assertThat(first.i420()[first.vOffset()] & 0xff).isGreaterThan(220);
        source.stop();
    }

    /** The devices run in real time, on threads of their own; what they give is taken here. */
    private void runUntil(BooleanSupplier done) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            worker.run(System.nanoTime());
            LockSupport.parkNanos(1_000_000L);
        }
    }

    @Test
    void aMicrophoneGivesItsSound() {
        MediaDevice.AudioInput microphone =
                CaptureDevices.microphone("lavfi", "sine=frequency=1000:sample_rate=44100,arealtime", "sine");
        Deque<AudioFrame> heard = new ArrayDeque<>();
        var source = microphone.open(Map.of());
        source.start(worker, heard::add);
        runUntil(() -> heard.stream().mapToLong(AudioFrame::durationNanos).sum() > 500_000_000L);
        source.stop();
        int crossings = 0;
        int samples = 0;
        short before = 0;
        for (AudioFrame frame : heard) {
            assertThat(frame.sampleRateHz()).isEqualTo(48_000);
            for (int i = 0; i < frame.samples().length; i += frame.channels()) {
                crossings += before < 0 && frame.samples()[i] >= 0 ? 1 : 0;
                before = frame.samples()[i];
                samples++;
            }
        }
        assertThat(crossings * 48_000.0 / samples).isBetween(980.0, 1020.0);
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        MediaDevice.VideoInput none = CaptureDevices.camera("v4l2", "/dev/video-that-is-not", "none");
        var source = none.open(Map.of());
        assertThatThrownBy(() -> source.start(worker, f -> {})).hasMessageContaining("/dev/video-that-is-not");
    }
}
