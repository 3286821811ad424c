/** Video: pictures, and the receiving pipeline from encoded frames to pictures. */
@NullMarked
package dev.plumb.media.video;

import org.jspecify.annotations.NullMarked;
