package dev.plumb.sctp;

/** The rules by which the congestion window grows and shrinks. */
public enum CongestionAlgorithm {
    /**
     * Additive increase, halved upon loss: the protocol's own.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2 RFC 9260 7.2, SCTP Slow-Start and Congestion Avoidance
     */
    STANDARD,
    /**
     * Growth by the time since the last loss: fills long fat paths.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9438 RFC 9438, CUBIC for Fast and Long-Distance Networks
     */
    CUBIC
}
