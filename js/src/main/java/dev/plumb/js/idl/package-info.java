/** Interface definitions: read from texts, given to the binding as JSON. */
@NullMarked
package dev.plumb.js.idl;

import org.jspecify.annotations.NullMarked;
