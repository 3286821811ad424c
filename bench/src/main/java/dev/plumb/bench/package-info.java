/** JMH benchmarks of what runs at packet rate, and of parsers. */
@NullMarked
package dev.plumb.bench;

import org.jspecify.annotations.NullMarked;
