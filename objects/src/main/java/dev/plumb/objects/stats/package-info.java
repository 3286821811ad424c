/** Statistics with the W3C's names and units. */
@NullMarked
package dev.plumb.objects.stats;

import org.jspecify.annotations.NullMarked;
