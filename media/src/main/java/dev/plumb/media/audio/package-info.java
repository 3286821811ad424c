/** Audio: frames of samples, and the receiving pipeline from packets to playout. */
@NullMarked
package dev.plumb.media.audio;

import org.jspecify.annotations.NullMarked;
