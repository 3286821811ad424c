package dev.plumb.signal.jsep;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;

/** Tracks that never give a frame, for tests of what is said about them. */
final class SilentSource {
    private SilentSource() {}

    static MediaStreamTrack track(Agent agent, MediaKind kind) {
        return kind == MediaKind.AUDIO
                ? agent.audioTrack("silent", new NoSound())
                : agent.videoTrack("black", new NoPictures());
    }

    private static final class NoSound implements AudioSource {
        @Override
        public void start(Loop loop, AudioSink sink) {}

        @Override
        public void stop() {}
    }

    private static final class NoPictures implements VideoSource {
        @Override
        public void start(Loop loop, VideoSink sink) {}

        @Override
        public void stop() {}
    }
}
