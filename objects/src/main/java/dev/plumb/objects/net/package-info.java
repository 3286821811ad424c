/** The network by the JDK's channels. */
@NullMarked
package dev.plumb.objects.net;

import org.jspecify.annotations.NullMarked;
