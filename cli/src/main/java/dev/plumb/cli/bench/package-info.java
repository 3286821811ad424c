/** {@code plumb bench}: whole-process measurements. */
@NullMarked
package dev.plumb.cli.bench;

import org.jspecify.annotations.NullMarked;
