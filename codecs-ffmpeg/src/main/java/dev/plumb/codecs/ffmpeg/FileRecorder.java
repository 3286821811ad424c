package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoFrame;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records sound and pictures as they arrive, on a thread of its own: VP8 and Opus into {@code .mkv} or {@code .webm},
 * H.264 and AAC into {@code .mp4}. Timestamps of both must be on one clock; the recording begins with the first frame.
 * Sound is recorded at 48 kHz in two channels, its gaps as silence; all pictures have the size of the first.
 */
public final class FileRecorder implements AutoCloseable {
    private static final Set<String> EXTENSIONS = Set.of("mkv", "webm", "mp4");
    private static final long QUEUED_BYTES_AT_MOST = 64L << 20;

    private final RecordingFile file;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Thread writer;
    private volatile boolean failed;

    private sealed interface Item {
        record Sound(AudioFrame frame) implements Item {}

        record Picture(VideoFrame frame) implements Item {}

        record End() implements Item {}
    }

    private FileRecorder(Path path, Set<MediaKind> kinds) throws IOException {
        file = new RecordingFile(path, kinds);
        writer = Thread.ofPlatform()
                .daemon()
                .name("recorder " + path.getFileName())
                .unstarted(this::run);
    }

    /**
     * Creates a file, replacing one of that name.
     *
     * @param path ends in {@code .mkv}, {@code .webm} or {@code .mp4}
     * @param kinds the kinds that will be recorded; frames of another kind are ignored
     * @throws IOException where it cannot be created
     * @throws IllegalStateException where FFmpeg's libraries are missing
     */
    public static FileRecorder create(Path path, Set<MediaKind> kinds) throws IOException {
        Libav.require();
        String name = path.toString();
        if (!EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1)) || kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "record audio, video or both into one of " + EXTENSIONS + ", not " + name);
        }
        FileRecorder recorder = new FileRecorder(path, kinds);
        recorder.writer.start();
        return recorder;
    }

    /** Records sound. Any thread may call it. It never waits, but drops sound if the writer is behind. */
    public void audio(AudioFrame frame) {
        offer(new Item.Sound(frame));
    }

    /** Records a picture. Any thread may call it. It never waits, but drops pictures if the writer is behind. */
    public void video(VideoFrame frame) {
        offer(new Item.Picture(frame));
    }

    /** Returns the number of frames that were not recorded, because the writer was behind, had failed or was closed. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * Returns the bytes of frames that wait for the writer. A producer that is faster than real time waits for them to
     * fall.
     */
    public long queuedBytes() {
        return queuedBytes.get();
    }

    /** Returns whether the file could not be written on; the log has the cause. */
    public boolean failed() {
        return failed;
    }

    private static int bytes(Item item) {
        return switch (item) {
            case Item.Sound(AudioFrame frame) -> frame.samples().length * 2;
            case Item.Picture(VideoFrame frame) -> frame.i420().length;
            case Item.End() -> 0;
        };
    }

    private void offer(Item item) {
        int bytes = bytes(item);
        if (closing.get() || failed || queuedBytes.get() + bytes > QUEUED_BYTES_AT_MOST) {
            dropped.incrementAndGet();
            return;
        }
        queuedBytes.addAndGet(bytes);
        queue.add(item);
    }

    private void run() {
        try (file) {
            Item item = queue.take();
            while (!(item instanceof Item.End)) {
                write(item);
                queuedBytes.addAndGet(-bytes(item));
                item = queue.take();
            }
            file.finish();
        } catch (IOException | IllegalStateException | InterruptedException e) {
            failed = true;
            queue.clear();
            System.getLogger("dev.plumb.codecs").log(Level.ERROR, "the recording has ended early", e);
        }
    }

    private void write(Item item) throws IOException {
        switch (item) {
            case Item.Sound(AudioFrame frame) -> file.write(frame);
            case Item.Picture(VideoFrame frame) -> file.write(frame);
            case Item.End() -> throw new IllegalStateException("the end is not written");
        }
    }

    /** Writes the waiting frames and completes the file. Returns when it can be played. Closing twice does nothing. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            queue.add(new Item.End());
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
