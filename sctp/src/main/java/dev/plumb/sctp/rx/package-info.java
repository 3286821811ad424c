/** Reception: TSNs that have arrived, fragments and messages in order, the receive window. */
@NullMarked
package dev.plumb.sctp.rx;

import org.jspecify.annotations.NullMarked;
