/** Offer and answer written in JavaScript on the objects, calling a browser. */
@NullMarked
package dev.plumb.examples.jsshim;

import org.jspecify.annotations.NullMarked;
