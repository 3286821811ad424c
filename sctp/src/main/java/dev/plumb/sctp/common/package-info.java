/** Parts that both directions of an association use: serial numbers, timers and the retransmission time-out. */
@NullMarked
package dev.plumb.sctp.common;

import org.jspecify.annotations.NullMarked;
