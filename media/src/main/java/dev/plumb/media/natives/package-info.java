/** The native libraries that codecs need: which artifacts have them, and how they are found on the module path. */
@NullMarked
package dev.plumb.media.natives;

import org.jspecify.annotations.NullMarked;
