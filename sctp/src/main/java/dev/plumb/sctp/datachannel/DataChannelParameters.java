package dev.plumb.sctp.datachannel;

import dev.plumb.base.engine.Priority;
import dev.plumb.sctp.SendOptions;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * What a channel is opened with.
 *
 * @param label any text of 65535 bytes of UTF-8 at most
 * @param ordered whether messages arrive in order
 * @param maxPacketLifetimeMillis how long a message is tried, where it is limited
 * @param maxRetransmits how often a message is sent again, where it is limited
 * @param protocol a subprotocol's name, or empty; 65535 bytes of UTF-8 at most
 * @param negotiated whether both sides open it with the same id, without DCEP
 * @param id its stream, 0 to 65534; required where it is negotiated
 * @param priority its weight beside others
 * @spec https://www.rfc-editor.org/rfc/rfc8831#section-6.4 RFC 8831 6.4, Data Channel Definition
 */
public record DataChannelParameters(
        String label,
        boolean ordered,
        OptionalInt maxPacketLifetimeMillis,
        OptionalInt maxRetransmits,
        String protocol,
        boolean negotiated,
        OptionalInt id,
        Priority priority) {
    private static final int TEXT_BYTES_AT_MOST = 65535;
    private static final int ID_AT_MOST = 65534;

    public DataChannelParameters {
        if (maxPacketLifetimeMillis.isPresent() && maxRetransmits.isPresent()) {
            throw new IllegalArgumentException("give maxPacketLifetimeMillis or maxRetransmits, not both");
        }
        if (maxPacketLifetimeMillis.orElse(0) < 0 || maxRetransmits.orElse(0) < 0) {
            throw new IllegalArgumentException("limits of reliability are not negative");
        }
        if (!isName(label) || !isName(protocol)) {
            throw new IllegalArgumentException("label and protocol have 65535 bytes at most");
        }
        if (negotiated && id.isEmpty()) {
            throw new IllegalArgumentException("a negotiated channel needs an id");
        }
        if (id.isPresent() && (id.getAsInt() < 0 || id.getAsInt() > ID_AT_MOST)) {
            throw new IllegalArgumentException("ids go from 0 to 65534, not " + id.getAsInt());
        }
    }

    /** Whether a text is short enough to be a label or protocol. */
    static boolean isName(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= TEXT_BYTES_AT_MOST;
    }

    /** Reliable, ordered, announced to the peer, with an id chosen later. */
    public static DataChannelParameters labelled(String label) {
        return new DataChannelParameters(
                label, true, OptionalInt.empty(), OptionalInt.empty(), "", false, OptionalInt.empty(), Priority.LOW);
    }

    /** The same, ordered or not. */
    public DataChannelParameters withOrdered(boolean newOrdered) {
        return new DataChannelParameters(
                label, newOrdered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, priority);
    }

    /** The same with messages tried for so long only. */
    public DataChannelParameters withMaxPacketLifetimeMillis(int millis) {
        return new DataChannelParameters(
                label, ordered, OptionalInt.of(millis), maxRetransmits, protocol, negotiated, id, priority);
    }

    /** The same with messages sent again so often only. */
    public DataChannelParameters withMaxRetransmits(int retransmits) {
        return new DataChannelParameters(
                label,
                ordered,
                maxPacketLifetimeMillis,
                OptionalInt.of(retransmits),
                protocol,
                negotiated,
                id,
                priority);
    }

    /** The same with a subprotocol. */
    public DataChannelParameters withProtocol(String newProtocol) {
        return new DataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, newProtocol, negotiated, id, priority);
    }

    /** The same, opened by both sides with this id. */
    public DataChannelParameters withNegotiatedId(int newId) {
        return new DataChannelParameters(
                label,
                ordered,
                maxPacketLifetimeMillis,
                maxRetransmits,
                protocol,
                true,
                OptionalInt.of(newId),
                priority);
    }

    /** The same, announced with an id that the caller chose; its parity must be that of the DTLS role. */
    public DataChannelParameters withId(int newId) {
        return new DataChannelParameters(
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
    public DataChannelParameters withPriority(Priority newPriority) {
        return new DataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, newPriority);
    }

    /** How its messages are sent. */
    SendOptions sendOptions(boolean mustBeOrdered) {
        return new SendOptions(
                ordered || mustBeOrdered,
                maxRetransmits.orElse(SendOptions.UNLIMITED),
                maxPacketLifetimeMillis.orElse(SendOptions.UNLIMITED),
                true);
    }
}
