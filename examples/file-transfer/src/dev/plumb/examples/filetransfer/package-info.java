/** A file goes over a data channel each way, with progress. */
@NullMarked
package dev.plumb.examples.filetransfer;

import org.jspecify.annotations.NullMarked;
