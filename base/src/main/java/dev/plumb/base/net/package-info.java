/** What the floors above need from a network: an interface that an implementer replaces. */
@NullMarked
package dev.plumb.base.net;

import org.jspecify.annotations.NullMarked;
