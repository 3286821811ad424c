/** The network of this machine. */
@NullMarked
package dev.plumb.io.net;

import org.jspecify.annotations.NullMarked;
