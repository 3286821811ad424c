/** Encoded pictures of another call or of a file passed through without transcoding. */
@NullMarked
package dev.plumb.examples.relay;

import org.jspecify.annotations.NullMarked;
