/** Checks and splits of text that lines and attributes share. */
@NullMarked
package dev.plumb.sdp.text;

import org.jspecify.annotations.NullMarked;
