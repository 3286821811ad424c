package dev.plumb.codecs.opus;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.AudioEncoder;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.lwjgl.BufferUtils;
import org.lwjgl.util.opus.Opus;

/** An encoder of libopus. */
final class OpusAudioEncoder implements AudioEncoder {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int PACKET_BYTES_AT_MOST = 1275;
    private static final int EXPECTED_LOSS_PERCENT = 10;
    private static final int DEFAULT_BPS = 48_000;
    private static final int LONGEST_FRAME_MILLIS = 60;

    private final int channels;
    private final ShortBuffer in;
    private final ByteBuffer out = BufferUtils.createByteBuffer(PACKET_BYTES_AT_MOST);
    private long encoder;

    OpusAudioEncoder(
            int channels,
            boolean forwardErrorCorrection,
            boolean discontinuous,
            boolean constantRate,
            int maxBandwidth) {
        this.channels = channels;
        this.in = BufferUtils.createShortBuffer(SAMPLE_RATE_HZ * LONGEST_FRAME_MILLIS / 1000 * channels);
        IntBuffer error = BufferUtils.createIntBuffer(1);
        encoder = Opus.opus_encoder_create(SAMPLE_RATE_HZ, channels, Opus.OPUS_APPLICATION_VOIP, error);
        if (error.get(0) != Opus.OPUS_OK) {
            throw new IllegalStateException("libopus makes no encoder: " + Opus.opus_strerror(error.get(0)));
        }
        Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_BITRATE(DEFAULT_BPS));
        Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_DTX(discontinuous ? 1 : 0));
        Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_VBR(constantRate ? 0 : 1));
        Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_MAX_BANDWIDTH(maxBandwidth));
        if (forwardErrorCorrection) {
            Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_INBAND_FEC(1));
            Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_PACKET_LOSS_PERC(EXPECTED_LOSS_PERCENT));
        }
    }

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public byte[] encode(AudioFrame frame) {
        if (encoder == 0) {
            throw new IllegalStateException("the encoder is closed");
        }
        in.clear();
        in.put(frame.samples()).flip();
        out.clear();
        int bytes = Opus.opus_encode(encoder, in, frame.samplesPerChannel(), out);
        // two bytes and fewer need not be sent (opus_encode's documentation on discontinuous transmission)
        if (bytes <= 2) {
            return new byte[0];
        }
        byte[] packet = new byte[bytes];
        out.get(0, packet);
        return packet;
    }

    @Override
    public void bitRate(long bitsPerSecond) {
        int target = Math.clamp(bitsPerSecond, 6_000, 510_000);
        Opus.opus_encoder_ctl(encoder, Opus.OPUS_SET_BITRATE(target));
    }

    @Override
    public void close() {
        if (encoder != 0) {
            Opus.opus_encoder_destroy(encoder);
            encoder = 0;
        }
    }
}
