package dev.plumb.objects;

/**
 * The other side, or a loop, uses the SSRC of a stream that is sent.
 *
 * @param ssrc the SSRC that is used twice
 * @spec https://draft.ortc.org/#rtcssrcconflictevent* ORTC 5.6, RTCSsrcConflictEvent
 */
public record RTCSsrcConflict(long ssrc) {}
