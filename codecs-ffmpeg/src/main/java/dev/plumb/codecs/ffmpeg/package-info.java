/** Video codecs, and files that are played and recorded, by FFmpeg's libraries. */
@NullMarked
package dev.plumb.codecs.ffmpeg;

import org.jspecify.annotations.NullMarked;
