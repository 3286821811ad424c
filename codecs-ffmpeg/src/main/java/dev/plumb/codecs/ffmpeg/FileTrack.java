package dev.plumb.codecs.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One stream of a file, read and decoded from its beginning to its end. Owns native memory until closed. */
final class FileTrack implements AutoCloseable {
    private static final AVRational NANOS = avutil.av_make_q(1, 1_000_000_000);

    /**
     * The options that allow only formats whose files contain the media themselves: no playlists and no lists of other
     * files.
     */
    private static final Map<String, String> CONTAINERS = Map.of(
            "protocol_whitelist",
            "file",
            "format_whitelist",
            "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,ivf,ogg,wav,w64,aiff,au,caf,flac,mp3,aac,h264,mpegts,flv,yuv4mpegpipe");

    private static final int SLOWEST_SAMPLE_RATE_HZ = 1_000;
    private static final int FASTEST_SAMPLE_RATE_HZ = 384_000;
    private static final int CHANNELS_AT_MOST = 64;
    private static final long PIXELS_AT_MOST = 8_192L * 4_352;
    private static final long LONGEST_NANOS = 30L * 24 * 3_600 * 1_000_000_000L;

    private final AVFormatContext format = new AVFormatContext(null);
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private final AVCodecContext context = avcodec.avcodec_alloc_context3(null);
    private AVStream stream = new AVStream(null);
    private boolean fileEnded;
    private boolean closed;

    /**
     * Opens a file.
     *
     * @param mediaType libavutil's
     * @throws IOException where it cannot be read, or has no such stream
     */
    FileTrack(Path file, int mediaType) throws IOException {
        // neither the name nor the contents of the file may open another protocol or another file
        this("file:" + file, null, CONTAINERS, mediaType);
    }

    /**
     * Opens an input that FFmpeg has a name for, such as a camera.
     *
     * @param file the name of the file in FFmpeg
     * @param input the input format, which reads it
     * @param options the options of that format
     * @throws IOException where it cannot be read, or has no such stream
     */
    FileTrack(String file, @Nullable AVInputFormat input, Map<String, String> options, int mediaType)
            throws IOException {
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
        try {
            need(avformat.avformat_open_input(format, file, input, dictionary), file);
            need(avformat.avformat_find_stream_info(format, (AVDictionary) null), file);
            openStream(file, mediaType);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        } finally {
            avutil.av_dict_free(dictionary);
        }
    }

    private void openStream(String file, int mediaType) throws IOException {
        int index = need(avformat.av_find_best_stream(format, mediaType, -1, -1, (PointerPointer<?>) null, 0), file);
        for (int i = 0; i < format.nb_streams(); i++) {
            if (i != index) {
                format.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        stream = format.streams(index);
        AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            throw new IOException(file + ": this FFmpeg has no decoder of its codec");
        }
        need(avcodec.avcodec_parameters_to_context(context, stream.codecpar()), file);
        context.thread_count(1);
        context.max_pixels(PIXELS_AT_MOST);
        requireSane(file);
        context.pkt_timebase(stream.time_base());
        need(avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null), file);
    }

    private void requireSane(String file) throws IOException {
        if (context.codec_type() == avutil.AVMEDIA_TYPE_AUDIO
                && !isSane(context.sample_rate(), context.ch_layout().nb_channels())) {
            throw new IOException(file + ": no sound is played of " + context.sample_rate() + " Hz in "
                    + context.ch_layout().nb_channels() + " channels");
        }
    }

    /**
     * Returns whether audio with this sample rate and these channels is played. The cost of resampling other audio has
     * no bound.
     */
    static boolean isSane(int sampleRateHz, int channels) {
        return sampleRateHz >= SLOWEST_SAMPLE_RATE_HZ
                && sampleRateHz <= FASTEST_SAMPLE_RATE_HZ
                && channels >= 1
                && channels <= CHANNELS_AT_MOST;
    }

    private static int need(int result, String file) throws IOException {
        if (result < 0) {
            throw new IOException(file + ": " + Libav.message(result));
        }
        return result;
    }

    /** Decodes the next {@link #frame}, skipping broken ones, and returns false at the end. */
    boolean next() {
        while (true) {
            int result = avcodec.avcodec_receive_frame(context, frame);
            if (result >= 0) {
                return true;
            }
            if (result != avutil.AVERROR_EAGAIN()) {
                return false;
            }
            feed();
        }
    }

    private void feed() {
        while (!fileEnded) {
            if (avformat.av_read_frame(format, packet) < 0) {
                fileEnded = true;
                avcodec.avcodec_send_packet(context, null);
                return;
            }
            boolean fed = packet.stream_index() == stream.index() && avcodec.avcodec_send_packet(context, packet) >= 0;
            avcodec.av_packet_unref(packet);
            if (fed) {
                return;
            }
        }
    }

    /** Returns the frame decoded last. */
    AVFrame frame() {
        return frame;
    }

    /** Returns the time of the frame from the start of the file, or {@code fallback} if the file does not tell it. */
    long nanos(long fallback) {
        long timestamp = frame.best_effort_timestamp();
        if (timestamp == avutil.AV_NOPTS_VALUE) {
            return fallback;
        }
        long start = format.start_time() == avutil.AV_NOPTS_VALUE ? 0 : format.start_time() * 1_000;
        long nanos = avutil.av_rescale_q(timestamp, stream.time_base(), NANOS) - start;
        return nanos < -LONGEST_NANOS || nanos > LONGEST_NANOS ? fallback : nanos;
    }

    /** Returns the duration of the whole file, or 0 if it is not known. */
    long fileDurationNanos() {
        return Math.clamp(format.duration(), 0, LONGEST_NANOS / 1_000) * 1_000;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(frame);
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
            avformat.avformat_close_input(format);
        }
    }
}
