package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.video.VideoFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written. Its header waits for the first picture, which decides on the size. Used by one thread at a
 * time.
 */
final class RecordingFile implements AutoCloseable {
    /**
     * The time for which sound is kept until the first picture, in nanoseconds. After it the file is written without
     * pictures.
     */
    private static final long WAIT_FOR_PICTURE_NANOS = 10_000_000_000L;

    private static final int DEFAULT_WIDTH = 640;
    private static final int DEFAULT_HEIGHT = 360;

    private final Path path;
    private final boolean mp4;
    private final boolean wantsAudio;
    private final boolean wantsVideo;
    private final AVFormatContext format = new AVFormatContext(null);
    private final List<AudioFrame> early = new ArrayList<>();
    private @Nullable RecordedAudio audio;
    private @Nullable RecordedVideo video;
    private long firstNanos = Long.MIN_VALUE;
    private boolean begun;
    private boolean closed;

    RecordingFile(Path path, Set<MediaKind> kinds) throws IOException {
        this.path = path;
        String name = path.toString();
        mp4 = name.endsWith(".mp4");
        wantsAudio = kinds.contains(MediaKind.AUDIO);
        wantsVideo = kinds.contains(MediaKind.VIDEO);
        need(avformat.avformat_alloc_output_context2(format, (AVOutputFormat) null, null, name));
        AVIOContext io = new AVIOContext(null);
        int opened = avformat.avio_open(io, name, avformat.AVIO_FLAG_WRITE);
        if (opened < 0) {
            avformat.avformat_free_context(format);
        }
        need(opened);
        format.pb(io);
    }

    private void need(int result) throws IOException {
        if (result < 0) {
            throw new IOException(path + ": " + Libav.message(result));
        }
    }

    void write(AudioFrame frame) throws IOException {
        if (!wantsAudio) {
            return;
        }
        long nanos = sinceFirst(frame.timestampNanos());
        if (begun || !wantsVideo) {
            begin(DEFAULT_WIDTH, DEFAULT_HEIGHT);
            encode(frame);
            return;
        }
        early.add(frame);
        if (nanos > WAIT_FOR_PICTURE_NANOS) {
            begin(DEFAULT_WIDTH, DEFAULT_HEIGHT);
        }
    }

    void write(VideoFrame frame) throws IOException {
        if (!wantsVideo) {
            return;
        }
        long nanos = sinceFirst(frame.timestampNanos());
        begin(frame.width(), frame.height());
        if (video != null) {
            video.encode(frame, nanos, this::writeVideo);
        }
    }

    private long sinceFirst(long timestampNanos) {
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = timestampNanos;
        }
        return Math.max(0, timestampNanos - firstNanos);
    }

    private void encode(AudioFrame frame) {
        if (audio != null) {
            audio.encode(frame, sinceFirst(frame.timestampNanos()), this::writeAudio);
        }
    }

    private void begin(int width, int height) throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        boolean globalHeader = (format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
        if (wantsVideo) {
            video = new RecordedVideo(mp4 ? VideoCoding.H264 : VideoCoding.VP8, width, height, globalHeader);
            addStream(video.context());
        }
        if (wantsAudio) {
            audio = new RecordedAudio(mp4 ? "aac" : "libopus", globalHeader);
            addStream(audio.context());
        }
        writeHeader();
        early.forEach(this::encode);
        early.clear();
    }

    /**
     * Writes the header with options that keep the file playable even if it is never completed. An MP4 is written in
     * fragments of one second, which are merged at the end. Every packet is handed to the operating system at once.
     */
    private void writeHeader() throws IOException {
        AVDictionary options = new AVDictionary(null);
        if (mp4) {
            avutil.av_dict_set(options, "movflags", "+hybrid_fragmented", 0);
            avutil.av_dict_set(options, "frag_duration", "1000000", 0);
        } else {
            avutil.av_dict_set(options, "cluster_time_limit", "1000", 0);
        }
        format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
        try {
            need(avformat.avformat_write_header(format, options));
        } finally {
            avutil.av_dict_free(options);
        }
    }

    private void addStream(AVCodecContext context) throws IOException {
        AVStream stream = avformat.avformat_new_stream(format, null);
        stream.time_base(context.time_base());
        need(avcodec.avcodec_parameters_from_context(stream.codecpar(), context));
    }

    private void writeVideo(AVPacket packet) {
        write(packet, 0, video == null ? null : video.context());
    }

    private void writeAudio(AVPacket packet) {
        if (mp4 && packet.pts() < 0) {
            return; // AAC priming, which comes before the first sample: a fragment cannot have a negative time
        }
        write(packet, wantsVideo ? 1 : 0, audio == null ? null : audio.context());
    }

    private void write(AVPacket packet, int stream, @Nullable AVCodecContext context) {
        if (context != null) {
            packet.stream_index(stream);
            avcodec.av_packet_rescale_ts(
                    packet, context.time_base(), format.streams(stream).time_base());
            Libav.check(avformat.av_interleaved_write_frame(format, packet), path.toString());
        }
    }

    /** Writes the remaining packets and the trailer. */
    void finish() throws IOException {
        begin(DEFAULT_WIDTH, DEFAULT_HEIGHT);
        if (video != null) {
            video.finish(this::writeVideo);
        }
        if (audio != null) {
            audio.finish(this::writeAudio);
        }
        need(avformat.av_write_trailer(format));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (video != null) {
                video.close();
            }
            if (audio != null) {
                audio.close();
            }
            avformat.avio_close(format.pb());
            avformat.avformat_free_context(format);
        }
    }
}
