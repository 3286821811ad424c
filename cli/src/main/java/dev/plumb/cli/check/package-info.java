/** Checks that commands make before they begin. */
@NullMarked
package dev.plumb.cli.check;

import org.jspecify.annotations.NullMarked;
