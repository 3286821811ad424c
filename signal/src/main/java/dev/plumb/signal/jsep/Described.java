package dev.plumb.signal.jsep;

import dev.plumb.sdp.SessionDescription;

/**
 * A description that was set.
 *
 * @param type as what
 * @param sdp as it was read, without candidates that came later
 */
record Described(RTCSdpType type, SessionDescription sdp) {}
