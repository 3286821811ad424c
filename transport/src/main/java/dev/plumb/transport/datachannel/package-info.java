/** Data channels: DCEP, and channels on an SCTP association. */
@NullMarked
package dev.plumb.transport.datachannel;

import org.jspecify.annotations.NullMarked;
