package dev.plumb.objects;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One source of sound or pictures, local or remote, and its consumers: senders and sinks. A local track starts its
 * source when the first consumer is added. It is safe on any thread; frames are delivered on the thread of the source.
 *
 * <p>An exception from a sink is logged once, and the other sinks still get the frame. An exception from a source ends
 * all its tracks, each with an {@code ended} event.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#mediastreamtrack Media Capture 4.3, MediaStreamTrack
 */
public final class MediaStreamTrack implements AutoCloseable {
    private static final System.Logger LOG = Logs.MEDIA;

    private final Agent agent;
    private final MediaKind kind;
    private final String id;
    private final String label;
    private final Feed feed;
    private final List<AudioSink> audioSinks = new CopyOnWriteArrayList<>();
    private final List<VideoSink> videoSinks = new CopyOnWriteArrayList<>();
    private final EventSource<MediaStreamTrack> ended = new EventSource<>();
    private final EventSource<Boolean> mutes = new EventSource<>();
    private volatile boolean enabled = true;
    private volatile boolean muted;
    private volatile MediaStreamTrackState readyState = MediaStreamTrackState.LIVE;
    private volatile String contentHint = "";
    private volatile Map<String, Object> settings = Map.of();

    private MediaStreamTrack(Agent agent, MediaKind kind, String id, String label, boolean muted, Feed feed) {
        this.agent = agent;
        this.kind = kind;
        this.id = id;
        this.label = label;
        this.muted = muted;
        this.feed = feed;
    }

    static MediaStreamTrack audio(Agent agent, String label, AudioSource source) {
        Feed feed = new Feed(agent, track -> new Running(worker -> source.start(worker, track::deliver), source::stop));
        return new MediaStreamTrack(agent, MediaKind.AUDIO, agent.randomUuid(), label, false, feed).fed();
    }

    static MediaStreamTrack video(Agent agent, String label, VideoSource source) {
        Feed feed = new Feed(agent, track -> new Running(worker -> source.start(worker, track::deliver), source::stop));
        return new MediaStreamTrack(agent, MediaKind.VIDEO, agent.randomUuid(), label, false, feed).fed();
    }

    /** Creates a receiver's track, muted until media arrives. */
    static MediaStreamTrack remote(Agent agent, MediaKind kind, String id) {
        return new MediaStreamTrack(agent, kind, id, "remote " + kind.spec(), true, new Feed(agent, null)).fed();
    }

    private MediaStreamTrack fed() {
        feed.tracks.add(this);
        return this;
    }

    // ---- the object -------------------------------------------------------------------------------------------------

    /** Returns the kind of media, audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** Returns its id. */
    public String id() {
        return id;
    }

    /** Returns the human-readable label. The protocol does not use it. */
    public String label() {
        return label;
    }

    /** Returns whether the track is enabled. A disabled track delivers silence or black pictures. */
    public boolean enabled() {
        return enabled;
    }

    /** Enables or disables the track. A disabled track delivers silence or black pictures. */
    public void enabled(boolean newEnabled) {
        enabled = newEnabled;
    }

    /** Returns whether the source delivers nothing at present. */
    public boolean muted() {
        return muted;
    }

    /** Returns the state: live or ended. */
    public MediaStreamTrackState readyState() {
        return readyState;
    }

    /** Returns the content hint: speech, music, motion, detail or text; empty if it is not set. */
    public String contentHint() {
        return contentHint;
    }

    /** Sets the content hint. A hint that does not fit the kind of media is ignored, as the specification requires. */
    public void contentHint(String hint) {
        List<String> fitting = kind == MediaKind.AUDIO
                ? List.of("", "speech", "speech-recognition", "music")
                : List.of("", "motion", "detail", "text");
        if (fitting.contains(hint)) {
            contentHint = hint;
        }
    }

    /**
     * Returns the current properties of the media, by their Media Capture names. Width, height, sampleRate and
     * channelCount are those of the media delivered last; deviceId, groupId and frameRate are those of the capturing
     * device. Unknown properties are absent.
     */
    public Map<String, Object> getSettings() {
        return settings;
    }

    /** Sets the settings with which its device was opened. */
    void settings(Map<String, Object> ofDevice) {
        settings = Map.copyOf(ofDevice);
    }

    /** Changes of size or rate are rare; the map is made anew only then. */
    private void seen(String first, int firstValue, String second, int secondValue) {
        Map<String, Object> now = settings;
        if (!Integer.valueOf(firstValue).equals(now.get(first))
                || !Integer.valueOf(secondValue).equals(now.get(second))) {
            Map<String, Object> changed = new HashMap<>(now);
            changed.put(first, firstValue);
            changed.put(second, secondValue);
            settings = Map.copyOf(changed);
        }
    }

    /** Returns an identifier for a stream of this track. */
    String randomUuid() {
        return agent.randomUuid();
    }

    /** Creates another track of the same source, which is enabled and stopped independently. */
    public MediaStreamTrack cloneTrack() {
        MediaStreamTrack copy = new MediaStreamTrack(agent, kind, agent.randomUuid(), label, muted, feed);
        copy.enabled = enabled;
        copy.settings = settings;
        copy.readyState = readyState;
        return readyState == MediaStreamTrackState.LIVE ? copy.fed() : copy;
    }

    /** Ends it; its source ends with the last track of it. The {@code ended} event is not fired. */
    public void stop() {
        if (readyState == MediaStreamTrackState.LIVE) {
            readyState = MediaStreamTrackState.ENDED;
            feed.leave(this);
            agent.end(() -> agent.disown(this));
        }
    }

    /** Stops the track, as {@link #stop()} does. */
    @Override
    public void close() {
        stop();
    }

    /** Adds a sink for the sound. Frames are delivered on the source's thread. */
    public Registration onAudio(AudioSink sink) {
        requireKind(MediaKind.AUDIO);
        Isolation isolation = isolation();
        AudioSink own = frame -> isolation.run(() -> sink.accept(frame));
        audioSinks.add(own);
        feed.start();
        return () -> audioSinks.remove(own);
    }

    /** Adds a sink for the pictures. They are delivered on the source's thread. */
    public Registration onVideo(VideoSink sink) {
        requireKind(MediaKind.VIDEO);
        Isolation isolation = isolation();
        VideoSink own = frame -> isolation.run(() -> sink.accept(frame));
        videoSinks.add(own);
        feed.start();
        return () -> videoSinks.remove(own);
    }

    private Isolation isolation() {
        return new Isolation("dev.plumb.media", "a sink of " + kind.spec() + " track " + label);
    }

    private void requireKind(MediaKind wanted) {
        if (kind != wanted) {
            throw RTCException.typeError("this track is " + kind.spec() + ", not " + wanted.spec());
        }
    }

    /** Registers a listener that is called on the loop when the source has ended by itself. */
    public Registration onEnded(Consumer<MediaStreamTrack> listener) {
        return ended.add(listener);
    }

    /** Registers a listener that is called on the loop when the track is muted (true) or unmuted (false). */
    public Registration onMute(Consumer<Boolean> listener) {
        return mutes.add(listener);
    }

    // ---- for sources and receivers ----------------------------------------------------------------------------------

    void deliver(AudioFrame frame) {
        for (MediaStreamTrack track : feed.tracks) {
            track.seen("sampleRate", frame.sampleRateHz(), "channelCount", frame.channels());
            AudioFrame own = track.enabled ? frame : silence(frame);
            track.audioSinks.forEach(sink -> sink.accept(own));
        }
    }

    void deliver(VideoFrame frame) {
        for (MediaStreamTrack track : feed.tracks) {
            track.seen("width", frame.width(), "height", frame.height());
            VideoFrame own = track.enabled ? frame : black(frame);
            track.videoSinks.forEach(sink -> sink.accept(own));
        }
    }

    private static AudioFrame silence(AudioFrame frame) {
        return new AudioFrame(
                new short[frame.samples().length], frame.sampleRateHz(), frame.channels(), frame.timestampNanos());
    }

    private static VideoFrame black(VideoFrame frame) {
        byte[] data = new byte[frame.i420().length];
        Arrays.fill(data, 0, frame.uOffset(), (byte) 16);
        Arrays.fill(data, frame.uOffset(), data.length, (byte) 128);
        return new VideoFrame(data, frame.width(), frame.height(), frame.timestampNanos());
    }

    /** Mutes or unmutes the track as the remote side's media stops or arrives. Called on the loop. */
    void setMuted(boolean newMuted) {
        if (muted != newMuted && readyState == MediaStreamTrackState.LIVE) {
            muted = newMuted;
            mutes.fire(newMuted);
        }
    }

    /** Ends the track after its source has ended by itself. Called on the loop. */
    void end() {
        if (readyState == MediaStreamTrackState.LIVE) {
            readyState = MediaStreamTrackState.ENDED;
            feed.leave(this);
            agent.disown(this);
            ended.fire(this);
        }
    }

    /** A source with its worker, shared by a track and its clones. */
    private static final class Feed {
        private final Agent agent;
        private final List<MediaStreamTrack> tracks = new CopyOnWriteArrayList<>();
        private final @Nullable Function<MediaStreamTrack, Running> maker;
        private @Nullable Running running;
        private @Nullable Loop worker;
        private boolean failed;

        Feed(Agent agent, @Nullable Function<MediaStreamTrack, Running> maker) {
            this.agent = agent;
            this.maker = maker;
        }

        synchronized void start() {
            if (maker != null && running == null && !tracks.isEmpty()) {
                Loop own = agent.newWorker();
                Running started = maker.apply(tracks.getFirst());
                worker = own;
                running = started;
                SourceLoop guarded = new SourceLoop(own, failure -> failed(started, failure));
                guarded.execute(() -> started.starter().accept(guarded));
            }
        }

        synchronized void leave(MediaStreamTrack track) {
            tracks.remove(track);
            Running r = running;
            Loop w = worker;
            if (tracks.isEmpty() && r != null && w != null) {
                running = null;
                worker = null;
                w.execute(() -> new Isolation("dev.plumb.media", "a source that was to stop").run(r.stopper()));
                agent.endWorker(w);
            }
        }

        /**
         * Ends every track of a source that has failed. Does nothing where the source has been stopped or has failed
         * before.
         */
        private void failed(Running source, Throwable failure) {
            synchronized (this) {
                if (!source.equals(running) || failed) {
                    return;
                }
                failed = true;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a source failed, which ends "
                            + tracks.stream().map(t -> t.label).toList(),
                    failure);
            try {
                agent.loop().execute(() -> tracks.forEach(MediaStreamTrack::end));
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "a source failed after the end", e);
            }
        }
    }

    /** A source that was started. */
    private record Running(Consumer<Loop> starter, Runnable stopper) {}
}
