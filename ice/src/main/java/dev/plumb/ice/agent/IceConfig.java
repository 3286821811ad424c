package dev.plumb.ice.agent;

import java.time.Duration;

/**
 * The timing of an agent.
 *
 * @param pace the time between two new checks (Ta), at least 5 ms. Smaller values connect sooner and send more
 * @param initialRto the time before a check is retransmitted first; it doubles each time
 * @param requestsAtMost the number of times that a check is sent (Rc)
 * @param consentInterval the time between consent checks, jittered by 0.8 to 1.2
 * @param consentExpiry the time that consent lasts without a response
 * @param disconnectedAfter the silence of the peer after which the state is disconnected
 * @param patience the time after the start before which no failure is declared
 * @param nominationDelay the time that a controlling agent waits for a better pair once one has worked. Larger values
 *     find better pairs and connect later
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-14 RFC 8445 14, Setting Ta and RTO
 * @spec https://www.rfc-editor.org/rfc/rfc7675#section-5.1 RFC 7675 5.1, Expiration of Consent
 * @spec https://www.rfc-editor.org/rfc/rfc8863#section-4 RFC 8863 4, ICE PAC Timer
 */
public record IceConfig(
        Duration pace,
        Duration initialRto,
        int requestsAtMost,
        Duration consentInterval,
        Duration consentExpiry,
        Duration disconnectedAfter,
        Duration patience,
        Duration nominationDelay) {
    /** The values that the RFCs recommend. */
    public static final IceConfig DEFAULT = new IceConfig(
            Duration.ofMillis(50),
            Duration.ofMillis(500),
            7,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            Duration.ofMillis(39_500),
            Duration.ofMillis(100));

    public IceConfig {
        if (pace.compareTo(Duration.ofMillis(5)) < 0) {
            throw new IllegalArgumentException("pace must be 5 ms or more, not " + pace);
        }
        if (requestsAtMost < 1) {
            throw new IllegalArgumentException("requestsAtMost must be 1 or more, not " + requestsAtMost);
        }
    }

    /** Returns a copy with another patience. */
    public IceConfig withPatience(Duration newPatience) {
        return new IceConfig(
                pace,
                initialRto,
                requestsAtMost,
                consentInterval,
                consentExpiry,
                disconnectedAfter,
                newPatience,
                nominationDelay);
    }

    /** Returns a copy with another pace of new checks. */
    public IceConfig withPace(Duration newPace) {
        return new IceConfig(
                newPace,
                initialRto,
                requestsAtMost,
                consentInterval,
                consentExpiry,
                disconnectedAfter,
                patience,
                nominationDelay);
    }
}
