/** The single thread of control that an agent's objects live on: its interface, and one driven by hand. */
@NullMarked
package dev.plumb.base.loop;

import org.jspecify.annotations.NullMarked;
