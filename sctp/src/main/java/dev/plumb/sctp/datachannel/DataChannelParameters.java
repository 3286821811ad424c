package dev.plumb.sctp.datachannel;

import dev.plumb.base.engine.Priority;
import dev.plumb.sctp.SendOptions;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The parameters of a channel.
 *
 * @param label any text of at most 65535 bytes of UTF-8
 * @param ordered whether messages arrive in order
 * @param maxPacketLifetimeMillis the time for which a message is tried, where it is limited
 * @param maxRetransmits the number of retransmissions of a message, where it is limited
 * @param protocol the name of a subprotocol, or empty; at most 65535 bytes of UTF-8
 * @param negotiated whether both sides open it with the same id, without DCEP
 * @param id the stream id, 0 to 65534; required where it is negotiated
 * @param priority the weight beside other channels
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

    /** Returns whether a text is short enough to be a label or protocol. */
    static boolean isName(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= TEXT_BYTES_AT_MOST;
    }

    /** Returns the parameters of a reliable, ordered channel that is announced to the peer, with an id chosen later. */
    public static DataChannelParameters labelled(String label) {
        return new DataChannelParameters(
                label, true, OptionalInt.empty(), OptionalInt.empty(), "", false, OptionalInt.empty(), Priority.LOW);
    }

    /** Returns a copy that is ordered or not. */
    public DataChannelParameters withOrdered(boolean newOrdered) {
        return new DataChannelParameters(
                label, newOrdered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, priority);
    }

    /** Returns a copy whose messages are tried for this many milliseconds only. */
    public DataChannelParameters withMaxPacketLifetimeMillis(int millis) {
        return new DataChannelParameters(
                label, ordered, OptionalInt.of(millis), maxRetransmits, protocol, negotiated, id, priority);
    }

    /** Returns a copy whose messages are retransmitted this many times only. */
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

    /** Returns a copy with a subprotocol. */
    public DataChannelParameters withProtocol(String newProtocol) {
        return new DataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, newProtocol, negotiated, id, priority);
    }

    /** Returns a copy that both sides open with this id. */
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

    /** Returns a copy that is announced with an id of the caller's choice. Its parity must be that of the DTLS role. */
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

    /** Returns a copy with another priority. */
    public DataChannelParameters withPriority(Priority newPriority) {
        return new DataChannelParameters(
                label, ordered, maxPacketLifetimeMillis, maxRetransmits, protocol, negotiated, id, newPriority);
    }

    /** Returns the options of its messages. */
    SendOptions sendOptions(boolean mustBeOrdered) {
        return new SendOptions(
                ordered || mustBeOrdered,
                maxRetransmits.orElse(SendOptions.UNLIMITED),
                maxPacketLifetimeMillis.orElse(SendOptions.UNLIMITED),
                true);
    }
}
