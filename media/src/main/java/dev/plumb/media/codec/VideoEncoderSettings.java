package dev.plumb.media.codec;

/**
 * How a video encoder begins.
 *
 * @param bitsPerSecond the target
 * @param framesPerSecond what to expect
 * @param threads at most
 */
public record VideoEncoderSettings(long bitsPerSecond, double framesPerSecond, int threads) {
    public VideoEncoderSettings {
        if (bitsPerSecond <= 0 || framesPerSecond <= 0 || threads < 1) {
            throw new IllegalArgumentException("rates are positive, and there is one thread at least");
        }
    }
}
