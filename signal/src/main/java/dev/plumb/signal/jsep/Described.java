package dev.plumb.signal.jsep;

import dev.plumb.sdp.SessionDescription;

/**
 * A description that was set.
 *
 * @param type the type of the description
 * @param sdp the parsed description, without candidates that were added later
 */
record Described(RTCSdpType type, SessionDescription sdp) {}
