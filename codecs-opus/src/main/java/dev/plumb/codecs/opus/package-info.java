/** Audio codecs: Opus by LWJGL's libopus, G.711 in Java. */
@NullMarked
package dev.plumb.codecs.opus;

import org.jspecify.annotations.NullMarked;
