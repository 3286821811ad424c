package dev.plumb.interop;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.testkit.ToneMeter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sound and the pictures that a peer sends: the first seconds of the one, the first hundred of the other. */
final class Heard {
    private static final int SECONDS_AT_MOST = 6;
    private static final int PICTURES_AT_MOST = 100;

    final List<VideoFrame> pictures = new CopyOnWriteArrayList<>();
    final ToneMeter tone = new ToneMeter(48_000);

    /** Begins to listen to a track. */
    void watch(MediaStreamTrack track) {
        if (track.kind() == MediaKind.AUDIO) {
            track.onAudio(f -> {
                if (tone.seconds() < SECONDS_AT_MOST) {
                    tone.add(f.samples(), f.channels());
                }
            });
        } else {
            track.onVideo(f -> {
                if (pictures.size() < PICTURES_AT_MOST) {
                    pictures.add(f);
                }
            });
        }
    }
}
