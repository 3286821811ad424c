package dev.plumb.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tracks that belong together, to be played in step. Safe on any thread.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#mediastream Media Capture 4.2, MediaStream
 */
public final class MediaStream {
    private final String id;
    private final List<MediaStreamTrack> tracks = new CopyOnWriteArrayList<>();
    private final AtomicInteger clones = new AtomicInteger();
    private final EventSource<MediaStreamTrack> added = new EventSource<>();
    private final EventSource<MediaStreamTrack> removed = new EventSource<>();

    /**
     * Creates a stream of some tracks, with a random id that the first track's agent draws.
     *
     * @throws RTCException TypeError if there is no track, since nothing then draws the id
     */
    public MediaStream(List<MediaStreamTrack> tracks) {
        this(drawn(tracks), tracks);
    }

    private static String drawn(List<MediaStreamTrack> tracks) {
        if (tracks.isEmpty()) {
            throw RTCException.typeError("a stream without tracks has no agent that draws its id;"
                    + " give one: new MediaStream(agent.randomUuid(), tracks)");
        }
        return tracks.getFirst().randomUuid();
    }

    /** Creates a stream with a given id, such as a peer's. */
    public MediaStream(String id, List<MediaStreamTrack> tracks) {
        this.id = id;
        tracks.forEach(this::addTrack);
    }

    /** Returns its id, 36 characters where it was made here. */
    public String id() {
        return id;
    }

    /** Returns whether at least one track is live. */
    public boolean active() {
        return tracks.stream().anyMatch(t -> t.readyState() == MediaStreamTrackState.LIVE);
    }

    /** Returns the tracks, in the order in which they were added. */
    public List<MediaStreamTrack> getTracks() {
        return List.copyOf(tracks);
    }

    /** Returns its tracks of sound. */
    public List<MediaStreamTrack> getAudioTracks() {
        return tracks.stream().filter(t -> t.kind() == MediaKind.AUDIO).toList();
    }

    /** Returns its tracks of pictures. */
    public List<MediaStreamTrack> getVideoTracks() {
        return tracks.stream().filter(t -> t.kind() == MediaKind.VIDEO).toList();
    }

    /** Returns the track with an id. */
    public Optional<MediaStreamTrack> getTrackById(String trackId) {
        return tracks.stream().filter(t -> t.id().equals(trackId)).findFirst();
    }

    /**
     * Adds a track, or does nothing if it is in the stream already. It fires no event, as the specification requires.
     */
    public synchronized void addTrack(MediaStreamTrack track) {
        if (!tracks.contains(track)) {
            tracks.add(track);
        }
    }

    /** Removes a track, which continues on its own, or does nothing if it is not in the stream. It fires no event. */
    public synchronized void removeTrack(MediaStreamTrack track) {
        tracks.remove(track);
    }

    /** Returns a stream with clones of this stream's tracks. */
    public MediaStream cloneStream() {
        List<MediaStreamTrack> cloned =
                tracks.stream().map(MediaStreamTrack::cloneTrack).toList();
        // the clone of an empty stream has no agent that could draw its id: the id follows from this one's
        return cloned.isEmpty()
                ? new MediaStream(
                        UUID.nameUUIDFromBytes((id + clones.incrementAndGet()).getBytes(UTF_8))
                                .toString(),
                        cloned)
                : new MediaStream(cloned);
    }

    /**
     * Registers a listener that is called when the creator of the stream has added a track to it, as when a peer does.
     */
    public Registration onAddTrack(Consumer<MediaStreamTrack> listener) {
        return added.add(listener);
    }

    /** Registers a listener that is called when the creator of the stream has removed a track from it. */
    public Registration onRemoveTrack(Consumer<MediaStreamTrack> listener) {
        return removed.add(listener);
    }

    /**
     * Adds a track on behalf of the peer, and fires {@link #onAddTrack}. It is meant for layers that create streams.
     */
    public void addRemote(MediaStreamTrack track) {
        if (!tracks.contains(track)) {
            addTrack(track);
            added.fire(track);
        }
    }

    /**
     * Removes a track on behalf of the peer, and fires {@link #onRemoveTrack}. It is meant for layers that create
     * streams.
     */
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
