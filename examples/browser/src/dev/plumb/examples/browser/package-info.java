/** The first contact of a browser and a Java program. */
@NullMarked
package dev.plumb.examples.browser;

import org.jspecify.annotations.NullMarked;
