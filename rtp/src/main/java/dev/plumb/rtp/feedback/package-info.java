/** Transport-wide feedback about arrivals, for the sender's congestion control. */
@NullMarked
package dev.plumb.rtp.feedback;

import org.jspecify.annotations.NullMarked;
