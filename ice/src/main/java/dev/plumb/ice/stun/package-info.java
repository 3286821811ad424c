/** STUN messages: parsing, writing, integrity (RFC 8489). */
@NullMarked
package dev.plumb.ice.stun;

import org.jspecify.annotations.NullMarked;
