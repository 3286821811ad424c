package dev.plumb.objects;

/**
 * What one side's SCTP can do.
 *
 * @param maxMessageSize the longest message it takes, in bytes; 0 for any
 */
public record RTCSctpCapabilities(long maxMessageSize) {
    public RTCSctpCapabilities {
        if (maxMessageSize < 0) {
            throw RTCException.typeError("maxMessageSize is not negative");
        }
    }
}
