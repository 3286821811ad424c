/** S1: hold and resume, one call each. */
@NullMarked
package dev.plumb.examples.hold;

import org.jspecify.annotations.NullMarked;
