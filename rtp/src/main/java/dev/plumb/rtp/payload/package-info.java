/** Payload formats: how encoded frames go into RTP payloads and come out of them again. */
@NullMarked
package dev.plumb.rtp.payload;

import org.jspecify.annotations.NullMarked;
