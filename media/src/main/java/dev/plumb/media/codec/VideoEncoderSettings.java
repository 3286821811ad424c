package dev.plumb.media.codec;

/**
 * The settings that a video encoder starts with.
 *
 * @param bitsPerSecond the target bit rate
 * @param framesPerSecond the expected frame rate
 * @param threads the most threads to use; fewer are used if pictures are small or other encoders occupy the cores
 */
public record VideoEncoderSettings(long bitsPerSecond, double framesPerSecond, int threads) {
    public VideoEncoderSettings {
        if (bitsPerSecond <= 0 || framesPerSecond <= 0 || threads < 1) {
            throw new IllegalArgumentException(
                    "bitsPerSecond and framesPerSecond must be above 0, and threads 1 or more");
        }
    }
}
