package dev.plumb.objects;

import java.util.List;

/**
 * The SCTP capabilities of one side.
 *
 * @param maxMessageSize the longest message that side accepts, in bytes; 0 for any
 * @param extensions the extensions that that side adds, requires or knows
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

    /** Creates capabilities without extensions. */
    public RTCSctpCapabilities(long maxMessageSize) {
        this(maxMessageSize, List.of());
    }

    /** Returns a copy with these extensions. */
    public RTCSctpCapabilities withExtensions(List<RTCExtension> newExtensions) {
        return new RTCSctpCapabilities(maxMessageSize, newExtensions);
    }
}
