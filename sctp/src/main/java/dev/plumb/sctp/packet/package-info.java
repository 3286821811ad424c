/** The wire types of SCTP: the packet, its chunks, their parameters and error causes. */
@NullMarked
package dev.plumb.sctp.packet;

import org.jspecify.annotations.NullMarked;
