/** The attributes of session descriptions: as text, and as typed views that read and write their values. */
@NullMarked
package dev.plumb.sdp.attribute;

import org.jspecify.annotations.NullMarked;
