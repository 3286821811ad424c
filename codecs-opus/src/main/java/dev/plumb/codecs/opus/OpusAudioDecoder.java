package dev.plumb.codecs.opus;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.AudioDecoder;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.BufferUtils;
import org.lwjgl.util.opus.Opus;

/** A decoder of libopus. */
final class OpusAudioDecoder implements AudioDecoder {
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int SAMPLES_AT_MOST = SAMPLE_RATE_HZ * 120 / 1000;
    /** libopus conceals in steps of 2.5 ms. */
    private static final int STEP_SAMPLES = 120;

    private static final int CODE_MASK = 3;
    private static final int CODE_TWO_FRAMES_OF_TWO_LENGTHS = 2;
    private static final int FIRST_CELT_CONFIGURATION = 16;

    private final int channels;
    private final boolean forwardErrorCorrection;
    private final ShortBuffer out;
    private ByteBuffer in = BufferUtils.createByteBuffer(1500);
    private long decoder;

    /**
     * Creates a decoder.
     *
     * @param forwardErrorCorrection whether this side has announced that it uses the copies of lost packets
     */
    OpusAudioDecoder(int channels, boolean forwardErrorCorrection) {
        this.channels = channels;
        this.forwardErrorCorrection = forwardErrorCorrection;
        this.out = BufferUtils.createShortBuffer(SAMPLES_AT_MOST * channels);
        IntBuffer error = BufferUtils.createIntBuffer(1);
        decoder = Opus.opus_decoder_create(SAMPLE_RATE_HZ, channels, error);
        if (error.get(0) != Opus.OPUS_OK) {
            throw new IllegalStateException("libopus makes no decoder: " + Opus.opus_strerror(error.get(0)));
        }
    }

    @Override
    public AudioFrame decode(byte[] payload, long timestampNanos) {
        if (payload.length == 0) {
            return conceal(20_000_000L, timestampNanos);
        }
        int samples = run(buffered(payload), SAMPLES_AT_MOST, false);
        return samples > 0 ? frame(samples, timestampNanos) : conceal(20_000_000L, timestampNanos);
    }

    @Override
    public AudioFrame conceal(long durationNanos, long timestampNanos) {
        int samples = samplesOf(durationNanos);
        int made = run(null, samples, false);
        if (made > 0) {
            return frame(made, timestampNanos);
        }
        return new AudioFrame(new short[samples * channels], SAMPLE_RATE_HZ, channels, timestampNanos);
    }

    private static int samplesOf(long durationNanos) {
        long wanted = durationNanos * SAMPLE_RATE_HZ / 1_000_000_000L;
        return Math.clamp(wanted / STEP_SAMPLES * STEP_SAMPLES, STEP_SAMPLES, SAMPLES_AT_MOST);
    }

    @Override
    public @Nullable AudioFrame recover(byte[] following, long durationNanos, long timestampNanos) {
        if (!forwardErrorCorrection || !carriesCopy(following)) {
            return null;
        }
        int made = run(buffered(following), samplesOf(durationNanos), true);
        return made > 0 ? frame(made, timestampNanos) : null;
    }

    /**
     * Returns whether a packet carries a copy of the packet before it. The flag follows the voice activity flags of the
     * packet's first frame, for the mid or the side channel. Packets of code 3, with an arbitrary number of frames, are
     * not examined.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc6716#section-4.2.3 RFC 6716 4.2.3, Header Bits
     */
    private static boolean carriesCopy(byte[] packet) {
        if (packet.length < 2) {
            return false;
        }
        int configuration = (packet[0] & 0xff) >>> 3;
        int code = packet[0] & CODE_MASK;
        if (configuration >= FIRST_CELT_CONFIGURATION || code > CODE_TWO_FRAMES_OF_TWO_LENGTHS) {
            return false;
        }
        int at = code < CODE_TWO_FRAMES_OF_TWO_LENGTHS ? 1 : (packet[1] & 0xff) < 252 ? 2 : 3;
        if (at >= packet.length) {
            return false;
        }
        // the last bits of a SILK-only configuration mean 10, 20, 40 or 60 ms, those of a hybrid one 10 or 20 ms
        int of20Millis = configuration < 12 ? Math.max(1, configuration & 3) : 1;
        int first = packet[at] & 0xff;
        boolean stereo = (packet[0] & 4) != 0;
        int side = 6 - 2 * of20Millis;
        return (first >>> (7 - of20Millis) & 1) != 0 || (stereo && side >= 0 && (first >>> side & 1) != 0);
    }

    private ByteBuffer buffered(byte[] payload) {
        if (in.capacity() < payload.length) {
            in = BufferUtils.createByteBuffer(payload.length);
        }
        in.clear();
        in.put(payload).flip();
        return in;
    }

    private int run(@Nullable ByteBuffer packet, int samples, boolean copy) {
        if (decoder == 0) {
            throw new IllegalStateException("the decoder is closed");
        }
        out.clear();
        return Opus.opus_decode(decoder, packet, out, samples, copy ? 1 : 0);
    }

    private AudioFrame frame(int samples, long timestampNanos) {
        short[] pcm = new short[samples * channels];
        out.get(0, pcm);
        return new AudioFrame(pcm, SAMPLE_RATE_HZ, channels, timestampNanos);
    }

    @Override
    public void close() {
        if (decoder != 0) {
            Opus.opus_decoder_destroy(decoder);
            decoder = 0;
        }
    }
}
