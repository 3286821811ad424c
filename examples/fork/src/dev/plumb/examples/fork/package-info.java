/** S7: one description goes out, several answers come in. */
@NullMarked
package dev.plumb.examples.fork;

import org.jspecify.annotations.NullMarked;
