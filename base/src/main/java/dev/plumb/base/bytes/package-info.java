/** Packets: windows on pooled byte arrays, and big-endian access. */
@NullMarked
package dev.plumb.base.bytes;

import org.jspecify.annotations.NullMarked;
