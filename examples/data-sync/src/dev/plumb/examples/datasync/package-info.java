/** O10: data released on the media's timeline, as an extension on the public objects. */
@NullMarked
package dev.plumb.examples.datasync;

import org.jspecify.annotations.NullMarked;
