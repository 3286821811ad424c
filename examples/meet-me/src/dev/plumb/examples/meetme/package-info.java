/** S3: everybody publishes once, and all are connected to all. */
@NullMarked
package dev.plumb.examples.meetme;

import org.jspecify.annotations.NullMarked;
