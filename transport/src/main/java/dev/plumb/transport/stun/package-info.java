/** STUN messages: parsing, writing, integrity (RFC 8489). */
@NullMarked
package dev.plumb.transport.stun;

import org.jspecify.annotations.NullMarked;
