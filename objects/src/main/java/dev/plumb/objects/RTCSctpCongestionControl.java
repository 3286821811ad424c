package dev.plumb.objects;

/** The rules by which an SCTP transport's congestion window grows and shrinks. Not in ORTC or WebRTC. */
public enum RTCSctpCongestionControl {
    /**
     * Additive increase, halved upon a loss.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2 RFC 9260 7.2, SCTP Slow-Start and Congestion Avoidance
     */
    STANDARD,
    /**
     * Growth by the time since the last loss, which fills long fat paths.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9438 RFC 9438, CUBIC for Fast and Long-Distance Networks
     */
    CUBIC
}
