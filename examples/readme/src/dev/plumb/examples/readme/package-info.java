/** The two examples of the README. */
@NullMarked
package dev.plumb.examples.readme;

import org.jspecify.annotations.NullMarked;
