/** SRTP and SRTCP: packets protected and unprotected in place. */
@NullMarked
package dev.plumb.rtp.srtp;

import org.jspecify.annotations.NullMarked;
