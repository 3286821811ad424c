package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.codec.CodecFormat;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avcodec;

/** The video codecs that are used, and how they are set for real time. */
enum VideoCoding {
    /** By libvpx. */
    VP8(CodecFormat.video("VP8", Map.of()), "libvpx", avcodec.AV_CODEC_ID_VP8, 1) {
        @Override
        Map<String, String> realTimeOptions() {
            return Map.ofEntries(
                    Map.entry("deadline", "realtime"),
                    // negative: a fixed speed; positive would make the quality depend on how busy the machine is
                    Map.entry("cpu-used", "-8"),
                    Map.entry("error-resilient", "default"),
                    Map.entry("lag-in-frames", "0"),
                    Map.entry("auto-alt-ref", "0"),
                    Map.entry("static-thresh", "1"),
                    Map.entry("drop-threshold", "30"),
                    Map.entry("undershoot-pct", "100"),
                    Map.entry("overshoot-pct", "15"),
                    Map.entry("max-intra-rate", "450"));
        }

        @Override
        void tune(AVCodecContext context, long bitsPerSecond) {
            // equal bounds make libvpx keep a constant rate, over a buffer of one second
            context.rc_min_rate(bitsPerSecond);
            context.rc_max_rate(bitsPerSecond);
            context.rc_buffer_size((int) Math.min(bitsPerSecond, Integer.MAX_VALUE));
            context.rc_initial_buffer_occupancy((int) Math.min(bitsPerSecond / 2, Integer.MAX_VALUE));
            context.qmin(2);
            context.qmax(56);
        }

        @Override
        boolean isKeyFrame(byte[] data) {
            return (data[0] & 1) == 0;
        }
    },
    /** By OpenH264, and libavcodec's own decoder. */
    H264(
            CodecFormat.video(
                    "H264",
                    Map.of("packetization-mode", "1", "profile-level-id", "42e01f", "level-asymmetry-allowed", "1")),
            "libopenh264",
            avcodec.AV_CODEC_ID_H264,
            2) {
        @Override
        Map<String, String> realTimeOptions() {
            return Map.of("rc_mode", "bitrate", "allow_skip_frames", "1");
        }

        @Override
        void tune(AVCodecContext context, long bitsPerSecond) {
            context.profile(avcodec.AV_PROFILE_H264_CONSTRAINED_BASELINE);
        }

        @Override
        boolean isKeyFrame(byte[] data) {
            for (int i = 0; i + 3 < data.length; i++) {
                if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1 && (data[i + 3] & 0x1f) == IDR_SLICE) {
                    return true;
                }
            }
            return false;
        }
    };

    private static final int IDR_SLICE = 5;

    @SuppressWarnings("ImmutableEnumChecker") // its map is a copy that cannot be changed
    private final CodecFormat format;

    private final String encoder;
    private final int id;
    private final int sizeMultiple;

    VideoCoding(CodecFormat format, String encoder, int id, int sizeMultiple) {
        this.format = format;
        this.encoder = encoder;
        this.id = id;
        this.sizeMultiple = sizeMultiple;
    }

    CodecFormat format() {
        return format;
    }

    /** libavcodec's name of the encoder. */
    String encoder() {
        return encoder;
    }

    /** libavcodec's number of the codec. */
    int id() {
        return id;
    }

    /** Width and height are cut to a multiple of this. */
    int sizeMultiple() {
        return sizeMultiple;
    }

    abstract Map<String, String> realTimeOptions();

    abstract void tune(AVCodecContext context, long bitsPerSecond);

    /** Whether a picture, of one byte at least, needs none before it. */
    abstract boolean isKeyFrame(byte[] data);
}
