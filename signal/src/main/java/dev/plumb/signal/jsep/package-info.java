/**
 * Offer and answer: {@code RTCPeerConnection} on the public objects alone, so that any application could have written
 * it.
 */
@NullMarked
package dev.plumb.signal.jsep;

import org.jspecify.annotations.NullMarked;
