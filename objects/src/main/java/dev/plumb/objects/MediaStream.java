package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tracks that belong together, to be played in step. Safe on any thread.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#mediastream Media Capture 4.2, MediaStream
 */
public final class MediaStream {
    private final String id;
    private final List<MediaStreamTrack> tracks = new CopyOnWriteArrayList<>();
    private final EventSource<MediaStreamTrack> added = new EventSource<>();
    private final EventSource<MediaStreamTrack> removed = new EventSource<>();

    /** Creates a stream of some tracks, with a random id that the first track's agent draws. */
    public MediaStream(List<MediaStreamTrack> tracks) {
        this(tracks.isEmpty() ? UUID.randomUUID().toString() : tracks.getFirst().randomUuid(), tracks);
    }

    /** A stream of a given id, as of a peer. */
    public MediaStream(String id, List<MediaStreamTrack> tracks) {
        this.id = id;
        tracks.forEach(this::addTrack);
    }

    /** Its id, 36 characters where it was made here. */
    public String id() {
        return id;
    }

    /** Whether a track of it still gives media. */
    public boolean active() {
        return tracks.stream().anyMatch(t -> t.readyState() == MediaStreamTrackState.LIVE);
    }

    /** Its tracks, in the order in which they came. */
    public List<MediaStreamTrack> getTracks() {
        return List.copyOf(tracks);
    }

    /** Its tracks of sound. */
    public List<MediaStreamTrack> getAudioTracks() {
        return tracks.stream().filter(t -> t.kind() == MediaKind.AUDIO).toList();
    }

    /** Its tracks of pictures. */
    public List<MediaStreamTrack> getVideoTracks() {
        return tracks.stream().filter(t -> t.kind() == MediaKind.VIDEO).toList();
    }

    /** The track of an id. */
    public Optional<MediaStreamTrack> getTrackById(String trackId) {
        return tracks.stream().filter(t -> t.id().equals(trackId)).findFirst();
    }

    /** Adds a track; nothing happens where it is there. No event is fired, as the specification has it. */
    public synchronized void addTrack(MediaStreamTrack track) {
        if (!tracks.contains(track)) {
            tracks.add(track);
        }
    }

    /** Takes a track out, which goes on by itself; nothing happens where it is not there. No event is fired. */
    public synchronized void removeTrack(MediaStreamTrack track) {
        tracks.remove(track);
    }

    /** A stream of clones of its tracks. */
    public MediaStream cloneStream() {
        return new MediaStream(tracks.stream().map(MediaStreamTrack::cloneTrack).toList());
    }

    /** Called when whoever made the stream has added a track to it, as when a peer does. */
    public Registration onAddTrack(Consumer<MediaStreamTrack> listener) {
        return added.add(listener);
    }

    /** Called when whoever made the stream has taken a track out of it. */
    public Registration onRemoveTrack(Consumer<MediaStreamTrack> listener) {
        return removed.add(listener);
    }

    /** Adds a track on behalf of the peer: {@link #onAddTrack} is called. For layers that make streams. */
    public void addRemote(MediaStreamTrack track) {
        if (!tracks.contains(track)) {
            addTrack(track);
            added.fire(track);
        }
    }

    /** Takes a track out on behalf of the peer: {@link #onRemoveTrack} is called. For layers that make streams. */
    public void removeRemote(MediaStreamTrack track) {
        if (tracks.contains(track)) {
            removeTrack(track);
            removed.fire(track);
        }
    }

    @Override
    public String toString() {
        return "MediaStream[" + id + ", " + tracks.size() + " tracks]";
    }
}
