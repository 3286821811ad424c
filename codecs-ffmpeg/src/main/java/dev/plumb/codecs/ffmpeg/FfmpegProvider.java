package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.media.codec.AudioEncoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.CodecProvider;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.codec.VideoEncoderSettings;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * VP8 and H.264 in constrained baseline profile; none where FFmpeg's libraries are missing.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7742#section-5 RFC 7742 5, Mandatory-to-Implement Video Codec
 */
public final class FfmpegProvider implements CodecProvider {
    private final List<VideoCoding> codings;

    /** Creates a provider, and checks which libraries can be loaded. */
    public FfmpegProvider() {
        codings = Libav.available()
                ? Arrays.stream(VideoCoding.values())
                        .filter(FfmpegProvider::isThere)
                        .toList()
                : List.of();
    }

    private static boolean isThere(VideoCoding coding) {
        return avcodec.avcodec_find_encoder_by_name(coding.encoder()) != null
                && avcodec.avcodec_find_decoder(coding.id()) != null;
    }

    @Override
    public List<CodecFormat> formats() {
        return codings.stream().map(VideoCoding::format).toList();
    }

    @Override
    public VideoEncoder videoEncoder(CodecFormat format, VideoEncoderSettings settings) {
        return new LibavVideoEncoder(coding(format), format, settings);
    }

    @Override
    public VideoDecoder videoDecoder(CodecFormat format) {
        return new LibavVideoDecoder(coding(format), format);
    }

    private VideoCoding coding(CodecFormat format) {
        return codings.stream()
                .filter(c -> format.is(c.format().name()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("this provider has " + formats() + ", not " + format.mimeType()));
    }

    @Override
    public AudioEncoder audioEncoder(CodecFormat format) {
        throw new IllegalArgumentException("no audio here: " + format.mimeType());
    }

    @Override
    public AudioDecoder audioDecoder(CodecFormat format) {
        throw new IllegalArgumentException("no audio here: " + format.mimeType());
    }
}
