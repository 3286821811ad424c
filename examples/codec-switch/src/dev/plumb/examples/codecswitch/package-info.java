/** S9: the codec changes in the middle of a call, without a gap. */
@NullMarked
package dev.plumb.examples.codecswitch;

import org.jspecify.annotations.NullMarked;
