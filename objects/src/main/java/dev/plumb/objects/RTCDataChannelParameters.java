package dev.plumb.objects;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * What a data channel is to be like. At most one of {@code maxPacketLifetimeMillis} and {@code maxRetransmits} may be set.
 *
 * @param label for people; up to 65535 bytes of UTF-8
 * @param ordered whether messages arrive in the order in which they were sent
 * @param maxPacketLifetimeMillis after which a message is given up, 0 to 65535
 * @param maxRetransmits after which a message is given up, 0 to 65535
 * @param protocol what is spoken on it; empty for none
 * @param negotiated whether both sides open it by themselves, under the same id
 * @param id 0 to 65534; chosen where empty
 * @param priority beside other flows
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
            throw RTCException.typeError(what + " goes from 0 to " + most + ", and is " + value.getAsInt());
        }
    }

    /** An ordered, reliable channel. */
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

    /** The same, ordered or not. */
    public RTCDataChannelParameters withOrdered(boolean newOrdered) {
        return new RTCDataChannelParameters(
                label, newOrdered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, priority);
    }

    /** The same, giving a message up after so many retransmissions. */
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

    /** The same, giving a message up after so long. */
    public RTCDataChannelParameters withMaxPacketLifetimeMillis(int millis) {
        return new RTCDataChannelParameters(
                label, ordered, OptionalInt.of(millis), maxRetransmits, protocol, negotiated, id, priority);
    }

    /** The same with another protocol. */
    public RTCDataChannelParameters withProtocol(String newProtocol) {
        return new RTCDataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, newProtocol, negotiated, id, priority);
    }

    /** The same, opened by both sides under this id. */
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

    /** The same under this id. */
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

    /** The same with another priority. */
    public RTCDataChannelParameters withPriority(RTCPriorityType newPriority) {
        return new RTCDataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, newPriority);
    }
}
