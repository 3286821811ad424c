package dev.plumb.codecs.opus;

import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.media.codec.AudioEncoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.CodecProvider;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.codec.VideoEncoderSettings;
import java.util.List;
import java.util.Map;
import org.lwjgl.util.opus.Opus;

/**
 * Opus; no format where libopus cannot be loaded.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7587#section-6.1 RFC 7587 6.1, Opus Media Type Registration
 */
public final class OpusProvider implements CodecProvider {
    private static final CodecFormat OPUS =
            CodecFormat.audio("opus", 48_000, 2, Map.of("minptime", "10", "useinbandfec", "1"));

    @Override
    public List<CodecFormat> formats() {
        return LibOpus.available() ? List.of(OPUS) : List.of();
    }

    @Override
    public AudioEncoder audioEncoder(CodecFormat format) {
        require(format);
        int channels = format.parameter("stereo", "0").equals("1") ? 2 : 1;
        return new OpusAudioEncoder(
                channels,
                format.parameter("useinbandfec", "0").equals("1"),
                format.parameter("usedtx", "0").equals("1"),
                format.parameter("cbr", "0").equals("1"),
                bandwidth(format.parameter("maxplaybackrate", "")));
    }

    @Override
    public AudioDecoder audioDecoder(CodecFormat format) {
        require(format);
        return new OpusAudioDecoder(
                format.parameter("sprop-stereo", "0").equals("1") ? 2 : 1,
                format.parameter("useinbandfec", "0").equals("1"));
    }

    /**
     * Returns the audio bandwidth that is worth encoding for a receiver with this playback rate (RFC 7587 6.1, table in
     * 3.1).
     */
    private static int bandwidth(String maxPlaybackRateHz) {
        boolean number = maxPlaybackRateHz.length() <= 6
                && !maxPlaybackRateHz.isEmpty()
                && maxPlaybackRateHz.chars().allMatch(c -> c >= '0' && c <= '9');
        int rateHz = number ? Integer.parseInt(maxPlaybackRateHz) : 48_000;
        if (rateHz <= 8_000) {
            return Opus.OPUS_BANDWIDTH_NARROWBAND;
        }
        if (rateHz <= 12_000) {
            return Opus.OPUS_BANDWIDTH_MEDIUMBAND;
        }
        if (rateHz <= 16_000) {
            return Opus.OPUS_BANDWIDTH_WIDEBAND;
        }
        return rateHz <= 24_000 ? Opus.OPUS_BANDWIDTH_SUPERWIDEBAND : Opus.OPUS_BANDWIDTH_FULLBAND;
    }

    private void require(CodecFormat format) {
        if (!LibOpus.available() || !format.is("opus")) {
            throw new IllegalArgumentException("this provider has Opus only, not " + format.mimeType());
        }
    }

    @Override
    public VideoEncoder videoEncoder(CodecFormat format, VideoEncoderSettings settings) {
        throw new IllegalArgumentException("no video here: " + format.mimeType());
    }

    @Override
    public VideoDecoder videoDecoder(CodecFormat format) {
        throw new IllegalArgumentException("no video here: " + format.mimeType());
    }
}
