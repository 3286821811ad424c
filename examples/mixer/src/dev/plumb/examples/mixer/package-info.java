/** O10: a mixer of sound as an extension on the public objects. */
@NullMarked
package dev.plumb.examples.mixer;

import org.jspecify.annotations.NullMarked;
