/** Ports and helpers for cryptography: SRTP profiles and keys, constant-time comparison. */
@NullMarked
package dev.plumb.base.crypto;

import org.jspecify.annotations.NullMarked;
