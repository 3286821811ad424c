/** The parts that the examples share: agents to run on, and time that passes. */
@NullMarked
package dev.plumb.examples.support;

import org.jspecify.annotations.NullMarked;
