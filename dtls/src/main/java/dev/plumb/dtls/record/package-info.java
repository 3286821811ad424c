/** The record layer of DTLS 1.2 and 1.3: headers, protection, replay, what is read and written. */
@NullMarked
package dev.plumb.dtls.record;

import org.jspecify.annotations.NullMarked;
