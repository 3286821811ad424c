/** The handshake messages of DTLS 1.2 and 1.3, their extensions, and fragments put together. */
@NullMarked
package dev.plumb.dtls.message;

import org.jspecify.annotations.NullMarked;
