package dev.plumb.media.codec;

import java.util.List;

/**
 * What a codec module implements, found by {@link java.util.ServiceLoader}. A provider whose native library is missing offers no
 * formats, and says so in the log.
 */
public interface CodecProvider {
    /** What it can encode and decode, in order of preference. */
    List<CodecFormat> formats();

    /**
     * An encoder of one of {@link #formats()}.
     *
     * @param format the negotiated form, whose parameters may be narrower
     * @throws IllegalArgumentException for a format that it does not offer, or of video
     */
    AudioEncoder audioEncoder(CodecFormat format);

    /** A decoder of one of {@link #formats()}. */
    AudioDecoder audioDecoder(CodecFormat format);

    /** An encoder of one of {@link #formats()}. */
    VideoEncoder videoEncoder(CodecFormat format, VideoEncoderSettings settings);

    /** A decoder of one of {@link #formats()}. */
    VideoDecoder videoDecoder(CodecFormat format);
}
