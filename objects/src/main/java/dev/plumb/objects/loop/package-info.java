/** The event loop with a thread and a selector, on which an agent's objects live. */
@NullMarked
package dev.plumb.objects.loop;

import org.jspecify.annotations.NullMarked;
