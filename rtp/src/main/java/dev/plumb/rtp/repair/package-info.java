/** The repair of loss: NACK, retransmission, key frame requests. */
@NullMarked
package dev.plumb.rtp.repair;

import org.jspecify.annotations.NullMarked;
