/** The interface that a codec provider implements, and the registry that finds providers. */
@NullMarked
package dev.plumb.media.codec;

import org.jspecify.annotations.NullMarked;
