/** The objects' dictionaries as JSON, with their names in the specifications. */
@NullMarked
package dev.plumb.signal.json;

import org.jspecify.annotations.NullMarked;
