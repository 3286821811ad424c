/** RTCP: compound packets and each packet type, parsed to immutable records and written. */
@NullMarked
package dev.plumb.rtp.rtcp;

import org.jspecify.annotations.NullMarked;
