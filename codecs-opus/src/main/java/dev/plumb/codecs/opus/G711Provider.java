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

/** PCMU and PCMA, which every agent has. */
public final class G711Provider implements CodecProvider {
    private static final CodecFormat PCMU = CodecFormat.audio("PCMU", 8_000, 1, Map.of());
    private static final CodecFormat PCMA = CodecFormat.audio("PCMA", 8_000, 1, Map.of());

    /** Creates a provider, as ServiceLoader does. */
    public G711Provider() {}

    @Override
    public List<CodecFormat> formats() {
        return List.of(PCMU, PCMA);
    }

    @Override
    public AudioEncoder audioEncoder(CodecFormat format) {
        return new G711Codec(law(format));
    }

    @Override
    public AudioDecoder audioDecoder(CodecFormat format) {
        return new G711Codec(law(format));
    }

    private static G711Law law(CodecFormat format) {
        if (format.is("PCMU")) {
            return G711Law.MU;
        }
        if (format.is("PCMA")) {
            return G711Law.A;
        }
        throw new IllegalArgumentException("this provider has PCMU and PCMA only, not " + format.mimeType());
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
