/** The event loop with a thread, on which an agent's objects live, and what it waits on. */
@NullMarked
package dev.plumb.io.loop;

import org.jspecify.annotations.NullMarked;
