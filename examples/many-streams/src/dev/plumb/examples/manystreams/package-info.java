/** S8: hundreds of streams on one transport. */
@NullMarked
package dev.plumb.examples.manystreams;

import org.jspecify.annotations.NullMarked;
