package dev.plumb.objects;

import java.util.List;

/**
 * What one side's SCTP can do.
 *
 * @param maxMessageSize the longest message it takes, in bytes; 0 for any
 * @param extensions what that side adds, requires or knows
 * @spec https://draft.ortc.org/#rtcsctpcapabilities* ORTC, The RTCSctpCapabilities Dictionary
 */
public record RTCSctpCapabilities(long maxMessageSize, List<RTCExtension> extensions) {
    public RTCSctpCapabilities {
        RTCException.requirePresent("RTCSctpCapabilities", "extensions", extensions);
        extensions = List.copyOf(extensions);
        if (maxMessageSize < 0) {
            throw RTCException.typeError("maxMessageSize is not negative");
        }
    }

    /** Without extensions. */
    public RTCSctpCapabilities(long maxMessageSize) {
        this(maxMessageSize, List.of());
    }

    /** The same with these extensions. */
    public RTCSctpCapabilities withExtensions(List<RTCExtension> newExtensions) {
        return new RTCSctpCapabilities(maxMessageSize, newExtensions);
    }
}
