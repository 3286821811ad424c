package dev.plumb.signal.jsep;

import dev.plumb.sdp.SdpParse;

/**
 * A session description that cannot be used.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcerror-interface WebRTC 11.1, RTCError Interface
 */
public final class SdpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int lineNumber;

    SdpException(int lineNumber, String message) {
        super(message);
        this.lineNumber = lineNumber;
    }

    static SdpException of(SdpParse.Malformed malformed) {
        return new SdpException(
                malformed.lineNumber(),
                "line " + malformed.lineNumber() + ": " + malformed.why() + ": " + malformed.text());
    }

    /** Returns the number of the wrong line, from 1, or 0 if it is not one line. */
    public int sdpLineNumber() {
        return lineNumber;
    }
}
