package dev.plumb.media.codec;

/**
 * How a video encoder begins.
 *
 * @param bitsPerSecond the target
 * @param framesPerSecond what to expect
 * @param threads at most; fewer where pictures are small or other encoders take the cores
 */
public record VideoEncoderSettings(long bitsPerSecond, double framesPerSecond, int threads) {
    public VideoEncoderSettings {
        if (bitsPerSecond <= 0 || framesPerSecond <= 0 || threads < 1) {
            throw new IllegalArgumentException("rates are positive, and there is one thread at least");
        }
    }
}
