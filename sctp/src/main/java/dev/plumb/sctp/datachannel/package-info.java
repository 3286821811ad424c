/** Data channels: DCEP, and channels on an SCTP association. */
@NullMarked
package dev.plumb.sctp.datachannel;

import org.jspecify.annotations.NullMarked;
