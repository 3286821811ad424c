/** The hub: all RTP on one DTLS transport, its streams and its routing. */
@NullMarked
package dev.plumb.rtp.rtp;

import org.jspecify.annotations.NullMarked;
