/** End-to-end encryption of encoded frames by SFrame (RFC 9605). */
@NullMarked
package dev.plumb.examples.e2ee;

import org.jspecify.annotations.NullMarked;
