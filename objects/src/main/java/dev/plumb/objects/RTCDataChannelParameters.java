package dev.plumb.objects;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The parameters of a data channel. At most one of {@code maxPacketLifetimeMillis} and {@code maxRetransmits} may be
 * set.
 *
 * @param label a human-readable label; up to 65535 bytes of UTF-8
 * @param ordered whether messages arrive in the order in which they were sent
 * @param maxPacketLifetimeMillis the time in milliseconds after which a message is given up, 0 to 65535. Larger values
 *     lose fewer messages and deliver later. Empty, the default, for no limit
 * @param maxRetransmits the retransmissions after which a message is given up, 0 to 65535. Larger values lose fewer
 *     messages and deliver later. Empty, the default, for no limit
 * @param protocol the application's subprotocol; empty for none
 * @param negotiated whether both sides open the channel themselves, under the same id
 * @param id the stream id, 0 to 65534; chosen if empty
 * @param priority the priority beside other flows
 * @spec https://draft.ortc.org/#rtcdatachannelparameters* ORTC, The RTCDataChannelParameters Dictionary
 */
public record RTCDataChannelParameters(
        String label,
        boolean ordered,
        OptionalInt maxPacketLifetimeMillis,
        OptionalInt maxRetransmits,
        String protocol,
        boolean negotiated,
        OptionalInt id,
        RTCPriorityType priority) {
    public RTCDataChannelParameters {
        RTCException.requirePresent(
                "RTCDataChannelParameters",
                "label",
                label,
                "maxPacketLifetimeMillis",
                maxPacketLifetimeMillis,
                "maxRetransmits",
                maxRetransmits,
                "protocol",
                protocol,
                "id",
                id,
                "priority",
                priority);
        if (maxPacketLifetimeMillis.isPresent() && maxRetransmits.isPresent()) {
            throw RTCException.typeError("maxPacketLifetime and maxRetransmits exclude each other");
        }
        checkLength("label", label);
        checkLength("protocol", protocol);
        checkRange("maxPacketLifetimeMillis", maxPacketLifetimeMillis, 65_535);
        checkRange("maxRetransmits", maxRetransmits, 65_535);
        checkRange("id", id, 65_534);
        if (negotiated && id.isEmpty()) {
            throw RTCException.typeError("a negotiated channel needs an id");
        }
    }

    private static void checkLength(String what, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > 65_535) {
            throw RTCException.typeError("the " + what + " has more than 65535 bytes");
        }
    }

    private static void checkRange(String what, OptionalInt value, int most) {
        if (value.isPresent() && (value.getAsInt() < 0 || value.getAsInt() > most)) {
            throw RTCException.typeError(what + " must be between 0 and " + most + ", not " + value.getAsInt());
        }
    }

    /** Returns the parameters of an ordered, reliable channel. */
    public static RTCDataChannelParameters of(String label) {
        return new RTCDataChannelParameters(
                label,
                true,
                OptionalInt.empty(),
                OptionalInt.empty(),
                "",
                false,
                OptionalInt.empty(),
                RTCPriorityType.LOW);
    }

    /** Returns a copy that is ordered or not. */
    public RTCDataChannelParameters withOrdered(boolean newOrdered) {
        return new RTCDataChannelParameters(
                label, newOrdered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, priority);
    }

    /** Returns a copy that gives a message up after this many retransmissions. */
    public RTCDataChannelParameters withMaxRetransmits(int retransmits) {
        return new RTCDataChannelParameters(
                label,
                ordered,
                maxPacketLifetimeMillis,
                OptionalInt.of(retransmits),
                protocol,
                negotiated,
                id,
                priority);
    }

    /** Returns a copy that gives a message up after this many milliseconds. */
    public RTCDataChannelParameters withMaxPacketLifetimeMillis(int millis) {
        return new RTCDataChannelParameters(
                label, ordered, OptionalInt.of(millis), maxRetransmits, protocol, negotiated, id, priority);
    }

    /** Returns a copy with another protocol. */
    public RTCDataChannelParameters withProtocol(String newProtocol) {
        return new RTCDataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, newProtocol, negotiated, id, priority);
    }

    /** Returns a copy that both sides open under this id. */
    public RTCDataChannelParameters withNegotiated(int newId) {
        return new RTCDataChannelParameters(
                label,
                ordered,
                maxPacketLifetimeMillis,
                maxRetransmits,
                protocol,
                true,
                OptionalInt.of(newId),
                priority);
    }

    /** Returns a copy with this id. */
    public RTCDataChannelParameters withId(int newId) {
        return new RTCDataChannelParameters(
                label,
                ordered,
                maxPacketLifetimeMillis,
                maxRetransmits,
                protocol,
                negotiated,
                OptionalInt.of(newId),
                priority);
    }

    /** Returns a copy with another priority. */
    public RTCDataChannelParameters withPriority(RTCPriorityType newPriority) {
        return new RTCDataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, newPriority);
    }
}
