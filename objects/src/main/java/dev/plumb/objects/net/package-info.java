/** The network of this machine. */
@NullMarked
package dev.plumb.objects.net;

import org.jspecify.annotations.NullMarked;
