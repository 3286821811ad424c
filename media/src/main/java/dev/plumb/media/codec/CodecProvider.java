package dev.plumb.media.codec;

import java.util.List;

/**
 * The service that a codec module implements, found by {@link java.util.ServiceLoader}. A provider whose native library
 * is missing offers no formats, and says so in the log.
 */
public interface CodecProvider {
    /** Returns the formats that the provider can encode and decode, in order of preference. */
    List<CodecFormat> formats();

    /**
     * Creates an encoder of one of {@link #formats()}.
     *
     * @param format the negotiated form, whose parameters may be narrower
     * @throws IllegalArgumentException for a format that it does not offer, or of video
     */
    AudioEncoder audioEncoder(CodecFormat format);

    /** Creates a decoder of one of {@link #formats()}. */
    AudioDecoder audioDecoder(CodecFormat format);

    /** Creates an encoder of one of {@link #formats()}. */
    VideoEncoder videoEncoder(CodecFormat format, VideoEncoderSettings settings);

    /** Creates a decoder of one of {@link #formats()}. */
    VideoDecoder videoDecoder(CodecFormat format);
}
