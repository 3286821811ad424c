/** Data channels as streams of bytes that block, and as flows of messages; written on the public objects alone. */
@NullMarked
package dev.plumb.objects.streams;

import org.jspecify.annotations.NullMarked;
