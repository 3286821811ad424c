package dev.plumb.rtp.packet;

import java.util.Optional;

/** The header extensions that are understood. */
public enum HeaderExtension {
    /** Which media description a packet belongs to (RFC 9143). */
    MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
    /** Which encoding of it (RFC 8852). */
    RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
    /** Which encoding a repair packet repairs (RFC 8852). */
    REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
    /** The absolute send time, 6.18 seconds. */
    ABS_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
    /** The transport-wide sequence number. */
    TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
    /** The audio level (RFC 6464). */
    AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
    /** The audio levels of the contributing sources of a mix (RFC 6465). */
    CSRC_AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:csrc-audio-level"),
    /** Transmission time offset (RFC 5450); tolerated, never sent. */
    TOFFSET("urn:ietf:params:rtp-hdrext:toffset");

    private final String uri;

    HeaderExtension(String uri) {
        this.uri = uri;
    }

    /** Returns the URI that names the extension in signalling. */
    public String uri() {
        return uri;
    }

    /** Returns the extension with a URI, or empty if it is not known. */
    public static Optional<HeaderExtension> of(String uri) {
        for (HeaderExtension e : values()) {
            if (e.uri.equals(uri)) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
