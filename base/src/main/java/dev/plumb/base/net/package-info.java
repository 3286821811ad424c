/** The network interface that the floors above need. An implementer may replace it. */
@NullMarked
package dev.plumb.base.net;

import org.jspecify.annotations.NullMarked;
