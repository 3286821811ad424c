/** S2: each side says by itself what it is willing to receive. */
@NullMarked
package dev.plumb.examples.constraints;

import org.jspecify.annotations.NullMarked;
