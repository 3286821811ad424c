package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.codec.CodecFormat;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avcodec;

/** The video codecs that are used, and how they are set for real time. */
enum VideoCoding {
    /** VP8, by libvpx. */
    VP8(CodecFormat.video("VP8", Map.of()), "libvpx", avcodec.AV_CODEC_ID_VP8, 1, 2) {
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
    /** H.264, encoded by OpenH264 and decoded by libavcodec's own decoder. */
    H264(
            CodecFormat.video(
                    "H264",
                    Map.of("packetization-mode", "1", "profile-level-id", "42e01f", "level-asymmetry-allowed", "1")),
            "libopenh264",
            avcodec.AV_CODEC_ID_H264,
            2,
            16) {
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
            return holdsUnit(data, IDR_SLICE, IDR_SLICE);
        }

        @Override
        boolean isPictureless(byte[] data) {
            boolean begins = data.length > 4 && data[0] == 0 && data[1] == 0 && (data[2] == 1 || data[3] == 1);
            return begins && holdsUnit(data, IDR_SLICE + 1, LAST_DEFINED) && !holdsUnit(data, SLICE, IDR_SLICE);
        }

        private static boolean holdsUnit(byte[] data, int firstType, int lastType) {
            for (int i = 0; i + 3 < data.length; i++) {
                if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
                    int type = data[i + 3] & 0x1f;
                    if (type >= firstType && type <= lastType) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        Map<String, String> optionsFor(CodecFormat wanted) {
            // RFC 6184 6.2: in packetization mode 0 each NAL unit goes into a packet of its own
            return wanted.parameter("packetization-mode", "0").equals("0")
                    ? Map.of("max_nal_size", Integer.toString(UNIT_BYTES_AT_MOST))
                    : Map.of();
        }
    };

    private static final int SLICE = 1;
    private static final int LAST_DEFINED = 21;
    private static final int IDR_SLICE = 5;
    private static final int UNIT_BYTES_AT_MOST = 1_000;

    @SuppressWarnings("ImmutableEnumChecker") // its map is a copy that cannot be changed
    private final CodecFormat format;

    private final String encoder;
    private final int id;
    private final int sizeMultiple;
    private final int leastSide;

    VideoCoding(CodecFormat format, String encoder, int id, int sizeMultiple, int leastSide) {
        this.format = format;
        this.encoder = encoder;
        this.id = id;
        this.sizeMultiple = sizeMultiple;
        this.leastSide = leastSide;
    }

    CodecFormat format() {
        return format;
    }

    /** Returns libavcodec's name of the encoder. */
    String encoder() {
        return encoder;
    }

    /** Returns libavcodec's number of the codec. */
    int id() {
        return id;
    }

    /** Returns the number of which width and height are cut to a multiple. */
    int sizeMultiple() {
        return sizeMultiple;
    }

    /** Returns the smallest width and height that the encoder supports. */
    int leastSide() {
        return leastSide;
    }

    abstract Map<String, String> realTimeOptions();

    /** Returns the encoder options that a format's parameters require. */
    Map<String, String> optionsFor(CodecFormat wanted) {
        return Map.of();
    }

    /**
     * Returns whether an encoded frame is well-formed and contains no picture, only data that describes other pictures.
     */
    boolean isPictureless(byte[] data) {
        return false;
    }

    abstract void tune(AVCodecContext context, long bitsPerSecond);

    /** Returns whether a picture, of one byte at least, needs none before it. */
    abstract boolean isKeyFrame(byte[] data);
}
