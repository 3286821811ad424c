package dev.plumb.codecs.ffmpeg;

import dev.plumb.base.loop.Loop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A capture from a camera or a microphone. It reads on a thread of its own, since reading waits for the device, and
 * delivers on a worker. If more than {@value #WAITING_AT_MOST} frames wait for the worker, newer ones are left out.
 */
final class Capture {
    private static final System.Logger LOG = System.getLogger("dev.plumb.codecs");
    private static final int WAITING_AT_MOST = 8;

    private final FileTrack track;
    private final Loop worker;
    private final FileOutlet outlet;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;

    private Capture(FileTrack track, Loop worker, FileOutlet outlet) {
        this.track = track;
        this.worker = worker;
        this.outlet = outlet;
        this.thread = Thread.ofPlatform().name("plumb-capture").daemon().unstarted(this::run);
    }

    /**
     * Returns FFmpeg's input format for devices of a kind.
     *
     * @param name FFmpeg's name of it, such as {@code v4l2}
     * @throws IllegalStateException where FFmpeg cannot read such devices
     */
    static AVInputFormat format(String name) {
        Libav.require();
        try {
            avdevice.avdevice_register_all();
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "FFmpeg's libavdevice cannot be loaded: on Linux, cameras and microphones need the"
                            + " system's libraries"
                            + " of XCB, PulseAudio and ALSA (libxcb1, libxcb-shm0, libpulse0, libasound2)",
                    e);
        }
        AVInputFormat found = avformat.av_find_input_format(name);
        if (found == null) {
            throw new IllegalStateException("this FFmpeg reads no " + name);
        }
        return found;
    }

    /**
     * Begins to read.
     *
     * @throws IllegalStateException where the device cannot be opened
     */
    static Capture start(String format, String device, Map<String, String> options, Loop worker, FileOutlet outlet) {
        try {
            FileTrack track = new FileTrack(device, format(format), options, outlet.mediaType());
            Capture capture = new Capture(track, worker, outlet);
            capture.thread.start();
            return capture;
        } catch (IOException e) {
            outlet.close();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void run() {
        try {
            while (!stopped && track.next()) {
                deliver();
            }
        } finally {
            track.close();
            execute(this::end);
        }
    }

    /**
     * Delivers a copy of the frame to the worker. The copy is made before the next frame is read into the same memory.
     */
    private void deliver() {
        if (waiting.get() >= WAITING_AT_MOST) {
            return;
        }
        var frame = avutil.av_frame_clone(track.frame());
        if (frame == null) {
            return;
        }
        waiting.incrementAndGet();
        boolean taken = execute(() -> {
            waiting.decrementAndGet();
            if (!stopped) {
                outlet.deliver(frame, worker.nowNanos());
            }
            avutil.av_frame_free(frame);
        });
        if (!taken) {
            avutil.av_frame_free(frame);
        }
    }

    /**
     * Closes the outlet. Fails the source unless it was stopped, because the device delivers nothing more, for example
     * after it was unplugged.
     */
    private void end() {
        outlet.close();
        if (!stopped) {
            throw new IllegalStateException("the device gives nothing more");
        }
    }

    private boolean execute(Runnable task) {
        try {
            worker.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a frame came after the end", e);
            stopped = true;
            return false;
        }
    }

    /** Ends the capture. A device that delivers nothing at present is released with its next frame. */
    void stop() {
        stopped = true;
    }
}
