package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;

/**
 * A header extension that is understood.
 *
 * @param kind of media it is for
 * @param uri its name
 * @param preferredId 1 to 255, without 15
 */
public record RTCRtpHeaderExtension(MediaKind kind, String uri, int preferredId) {}
