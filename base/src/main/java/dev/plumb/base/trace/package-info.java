/** Packet traces that Wireshark and tshark read. */
@NullMarked
package dev.plumb.base.trace;

import org.jspecify.annotations.NullMarked;
