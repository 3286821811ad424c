package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.audio.AudioSink;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.ShortPointer;

/** An outlet that passes a file's sound to a sink, at 48 kHz. */
final class FileSound implements FileOutlet {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final long TOLERANCE_NANOS = 40_000_000L;

    private final AudioSink sink;
    private final AVFrame converted = avutil.av_frame_alloc();
    private SwrContext resampler = swresample.swr_alloc();
    private long nextNanos = Long.MIN_VALUE / 2;
    private boolean closed;

    FileSound(AudioSink sink) {
        this.sink = sink;
    }

    @Override
    public int mediaType() {
        return avutil.AVMEDIA_TYPE_AUDIO;
    }

    @Override
    public void deliver(AVFrame frame, long dueNanos) {
        if (!FileTrack.isSane(frame.sample_rate(), frame.ch_layout().nb_channels())) {
            return;
        }
        int channels = frame.ch_layout().nb_channels() == 1 ? 1 : 2;
        if (!convert(frame, channels)) {
            swresample.swr_free(resampler);
            resampler = swresample.swr_alloc();
            if (!convert(frame, channels)) {
                return;
            }
        }
        short[] samples = new short[converted.nb_samples() * channels];
        new ShortPointer(converted.data(0)).get(samples);
        // the times in files are rounded: samples are counted, unless there is a gap
        if (Math.abs(dueNanos - nextNanos) > TOLERANCE_NANOS) {
            nextNanos = dueNanos;
        }
        AudioFrame out = new AudioFrame(samples, SAMPLE_RATE_HZ, channels, nextNanos);
        nextNanos += out.durationNanos();
        if (samples.length > 0) {
            sink.accept(out);
        }
    }

    private boolean convert(AVFrame frame, int channels) {
        avutil.av_frame_unref(converted);
        converted.format(avutil.AV_SAMPLE_FMT_S16);
        converted.sample_rate(SAMPLE_RATE_HZ);
        avutil.av_channel_layout_default(converted.ch_layout(), channels);
        return swresample.swr_convert_frame(resampler, converted, frame) >= 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(converted);
            swresample.swr_free(resampler);
        }
    }
}
