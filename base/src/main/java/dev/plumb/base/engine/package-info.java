/** The contract that every protocol engine fulfils, and what engines share. */
@NullMarked
package dev.plumb.base.engine;

import org.jspecify.annotations.NullMarked;
