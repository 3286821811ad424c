/** Files of web-platform-tests, run on the objects. */
@NullMarked
package dev.plumb.cli.wpt;

import org.jspecify.annotations.NullMarked;
