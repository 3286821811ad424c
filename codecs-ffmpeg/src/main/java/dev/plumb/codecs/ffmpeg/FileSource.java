package dev.plumb.codecs.ffmpeg;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioSink;
import dev.plumb.media.audio.AudioSource;
import dev.plumb.media.video.VideoSink;
import dev.plumb.media.video.VideoSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A source that plays a file that FFmpeg can read, in real time. Sound and pictures share one time line, which begins
 * when the first of them is started. The one that is started later joins where the other is.
 */
public final class FileSource {
    private final Path file;
    private final boolean repeat;
    private final Runnable onEnd;
    private final long durationNanos;
    private final Optional<AudioSource> audio;
    private final Optional<VideoSource> video;
    private int playing;
    private long startNanos;

    private FileSource(Path file, boolean repeat, Runnable onEnd) throws IOException {
        Libav.require();
        this.file = file;
        this.repeat = repeat;
        this.onEnd = onEnd;
        Optional<Long> audioNanos = probe(file, avutil.AVMEDIA_TYPE_AUDIO);
        Optional<Long> videoNanos = probe(file, avutil.AVMEDIA_TYPE_VIDEO);
        this.audio = audioNanos.map(n -> new Audio());
        this.video = videoNanos.map(n -> new Video());
        this.durationNanos = audioNanos
                .or(() -> videoNanos)
                .orElseThrow(() -> new IOException(file + " has neither sound nor pictures that can be read"));
    }

    private static Optional<Long> probe(Path file, int mediaType) {
        try (FileTrack track = new FileTrack(file, mediaType)) {
            return Optional.of(track.fileDurationNanos());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a file.
     *
     * @param repeat whether it begins again at its end
     * @param onEnd runs on the worker when all that was started has come to its end; never where it repeats
     * @throws IOException where it has nothing that can be played
     * @throws IllegalStateException where FFmpeg's libraries are missing
     */
    public static FileSource open(Path file, boolean repeat, Runnable onEnd) throws IOException {
        return new FileSource(file, repeat, onEnd);
    }

    /** Returns the sound of the file, if it has any: 48 kHz, with one channel where the file has one, else two. */
    public Optional<AudioSource> audio() {
        return audio;
    }

    /** Returns the pictures of the file, if it has any. Pictures that would be late are left out. */
    public Optional<VideoSource> video() {
        return video;
    }

    /** Returns the duration of the file in nanoseconds, or 0 if the file does not tell it. */
    public long durationNanos() {
        return durationNanos;
    }

    Path file() {
        return file;
    }

    boolean repeats() {
        return repeat;
    }

    /** Adds a player, and returns the time at which the file's time line begins. */
    synchronized long join(long nowNanos) {
        if (playing++ == 0) {
            startNanos = nowNanos;
        }
        return startNanos;
    }

    /** Removes a player that has stopped or reached the end. */
    void leave(boolean ended) {
        boolean last;
        synchronized (this) {
            last = --playing == 0;
        }
        if (last && ended) {
            onEnd.run();
        }
    }

    private final class Audio implements AudioSource {
        private @Nullable FilePlayer player;

        @Override
        public void start(Loop worker, AudioSink sink) {
            stop();
            player = new FilePlayer(FileSource.this, worker, new FileSound(sink));
        }

        @Override
        public void stop() {
            if (player != null) {
                player.stop();
            }
        }
    }

    private final class Video implements VideoSource {
        private @Nullable FilePlayer player;

        @Override
        public void start(Loop worker, VideoSink sink) {
            stop();
            player = new FilePlayer(FileSource.this, worker, new FilePictures(worker, sink));
        }

        @Override
        public void stop() {
            if (player != null) {
                player.stop();
            }
        }
    }
}
