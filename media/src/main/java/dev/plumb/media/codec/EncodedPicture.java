package dev.plumb.media.codec;

/**
 * An encoded picture: a VP8 or VP9 frame, an H.264 access unit in the byte stream format (Annex B), an AV1 temporal
 * unit.
 *
 * @param data not copied and not to be changed
 * @param keyFrame whether it can be decoded without any before it
 * @param width pixels, 0 where not known
 * @param height pixels, 0 where not known
 * @param timestampNanos the time of the picture
 */
public record EncodedPicture(byte[] data, boolean keyFrame, int width, int height, long timestampNanos) {}
