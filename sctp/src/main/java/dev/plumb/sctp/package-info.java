/** SCTP over DTLS for data channels: the association as an engine. */
@NullMarked
package dev.plumb.sctp;

import org.jspecify.annotations.NullMarked;
