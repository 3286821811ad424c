package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Media from A to B by objects alone, on a simulated network, and what B plays of it. */
final class SimMedia {
    final SimAgents sim;
    final List<AudioFrame> sound = new ArrayList<>();
    final List<Integer> pictures = new ArrayList<>();
    final List<Long> pictureNanos = new ArrayList<>();
    final List<Integer> widths = new ArrayList<>();

    SimMedia(long seed) {
        sim = new SimAgents(seed).plumbed().started();
        assertThat(sim.clock.runUntil(this::connected, Duration.ofSeconds(10))).isTrue();
    }

    private boolean connected() {
        return sim.dtlsA.state() == RTCDtlsTransportState.CONNECTED
                && sim.dtlsB.state() == RTCDtlsTransportState.CONNECTED;
    }

    /** A second way between the two. */
    record Way(RTCDtlsTransport a, RTCDtlsTransport b) {}

    Way secondWay() {
        RTCIceGatherer gathererA = sim.a.iceGatherer(RTCIceGatherOptions.DEFAULT);
        RTCIceGatherer gathererB = sim.b.iceGatherer(RTCIceGatherOptions.DEFAULT);
        RTCIceTransport iceA = sim.a.iceTransport(gathererA);
        RTCIceTransport iceB = sim.b.iceTransport(gathererB);
        Way way = new Way(sim.a.dtlsTransport(iceA), sim.b.dtlsTransport(iceB));
        gathererA.onLocalCandidate(iceB::addRemoteCandidate);
        gathererB.onLocalCandidate(iceA::addRemoteCandidate);
        gathererA.gather();
        gathererB.gather();
        iceA.start(gathererA, gathererB.getLocalParameters(), RTCIceRole.CONTROLLING);
        iceB.start(gathererB, gathererA.getLocalParameters(), RTCIceRole.CONTROLLED);
        way.a.start(way.b.getLocalParameters());
        way.b.start(way.a.getLocalParameters());
        assertThat(sim.clock.runUntil(
                        () -> way.a.state() == RTCDtlsTransportState.CONNECTED
                                && way.b.state() == RTCDtlsTransportState.CONNECTED,
                        Duration.ofSeconds(10)))
                .isTrue();
        return way;
    }

    RTCRtpSender tone(int hertz) {
        return sim.a.rtpSender(sim.a.audioTrack("tone", new ToneSource(hertz, 0.5)), sim.dtlsA);
    }

    RTCRtpSender pattern(int width, int height) {
        return sim.a.rtpSender(sim.a.videoTrack("pattern", new TestPatternSource(width, height, 30)), sim.dtlsA);
    }

    RTCRtpReceiver receiver(MediaKind kind) {
        RTCRtpReceiver receiver = sim.b.rtpReceiver(kind, sim.dtlsB);
        if (kind == MediaKind.AUDIO) {
            receiver.track().onAudio(sound::add);
        } else {
            receiver.track().onVideo(this::picture);
        }
        return receiver;
    }

    private void picture(VideoFrame frame) {
        widths.add(frame.width());
        pictureNanos.add(sim.hostB.loop().nowNanos());
        TestPattern.numberIn(frame).ifPresent(pictures::add);
    }

    RTCRtpParameters parameters(MediaKind kind, String codec) {
        return RtpParameters.of(sim.a, kind, kind == MediaKind.AUDIO ? "a" : "v", codec);
    }

    void run(long millis) {
        sim.clock.runFor(Duration.ofMillis(millis));
    }

    long nowNanos() {
        return sim.hostA.loop().nowNanos();
    }

    /** The longest silence between two pieces of sound that were played, from the {@code from}th on. */
    long longestSoundGapNanos(int from) {
        long longest = 0;
        for (int i = Math.max(1, from); i < sound.size(); i++) {
            AudioFrame before = sound.get(i - 1);
            long gap = sound.get(i).timestampNanos() - before.timestampNanos() - before.durationNanos();
            longest = Math.max(longest, gap);
        }
        return longest;
    }

    long longestPictureGapNanos(int from) {
        long longest = 0;
        for (int i = Math.max(1, from); i < pictureNanos.size(); i++) {
            longest = Math.max(longest, pictureNanos.get(i) - pictureNanos.get(i - 1));
        }
        return longest;
    }

    int missingPictures(int from) {
        return pictures.getLast() - pictures.get(from) - (pictures.size() - 1 - from);
    }
}
