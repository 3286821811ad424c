/** The {@code plumb} command. */
@NullMarked
package dev.plumb.cli;

import org.jspecify.annotations.NullMarked;
