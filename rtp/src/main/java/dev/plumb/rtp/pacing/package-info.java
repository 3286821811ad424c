/** The pacing of packets. */
@NullMarked
package dev.plumb.rtp.pacing;

import org.jspecify.annotations.NullMarked;
