package dev.plumb.signal.jsep;

import dev.plumb.objects.MediaStream;
import dev.plumb.objects.MediaStreamTrack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams in which the peer groups its tracks: one object for each id, as long as it has tracks.
 *
 * @spec https://www.w3.org/TR/webrtc/#set-associated-remote-streams WebRTC 5.1.1, set the associated remote streams
 */
final class RemoteStreams {
    private final Map<String, MediaStream> byId = new LinkedHashMap<>();

    /** Adds a track to streams, and returns the streams. */
    List<MediaStream> add(MediaStreamTrack track, List<String> ids) {
        List<MediaStream> streams = new ArrayList<>();
        for (String id : ids) {
            MediaStream stream = byId.computeIfAbsent(id, i -> new MediaStream(i, List.of()));
            stream.addRemote(track);
            streams.add(stream);
        }
        return streams;
    }

    /** Removes a track from streams, and returns the streams. */
    List<MediaStream> remove(MediaStreamTrack track, List<String> ids) {
        List<MediaStream> streams = new ArrayList<>();
        for (String id : ids) {
            MediaStream stream = byId.get(id);
            if (stream != null) {
                stream.removeRemote(track);
                streams.add(stream);
                if (stream.getTracks().isEmpty()) {
                    byId.remove(id);
                }
            }
        }
        return streams;
    }
}
