package dev.plumb.objects;

/**
 * The options of an SCTP transport: how it sends, and how much it buffers. ORTC and WebRTC leave them to the user
 * agent.
 *
 * @param sendBufferBytes the most bytes of unsent messages that all channels of a transport buffer, 1 to 2^31 - 1.
 *     Messages beyond that are refused. Larger values accept longer bursts and use more memory
 * @param receiveWindowBytes the most bytes that are held of incomplete messages, or that channels with
 *     {@link RTCDataChannel#manualConsume} have not consumed; 4096 to 2^30. Larger values raise throughput on long
 *     paths and use more memory
 * @param maxReceiveWindowBytes the size to which the receive window grows where the path carries more in a round trip;
 *     {@code receiveWindowBytes} for no growth
 * @param maxMessageSize the longest message that is sent or asked for, in bytes; at most the send buffer and the
 *     receive window
 * @param congestionControl the rules of the congestion window
 * @param interleaving whether the peer is offered to interleave messages of several channels (RFC 8260), so that a long
 *     one does not hold up the others
 * @spec https://www.rfc-editor.org/rfc/rfc8831#section-6.6 RFC 8831 6.6, Transferring User Data on a Data Channel
 */
public record RTCSctpOptions(
        int sendBufferBytes,
        int receiveWindowBytes,
        int maxReceiveWindowBytes,
        int maxMessageSize,
        RTCSctpCongestionControl congestionControl,
        boolean interleaving) {
    /**
     * 16 MiB not yet sent, 5 MiB received and up to 32 MiB on long fat paths, messages of 256 KiB, the standard's
     * congestion control.
     */
    public static final RTCSctpOptions DEFAULT =
            new RTCSctpOptions(16 << 20, 5 << 20, 32 << 20, 262_144, RTCSctpCongestionControl.STANDARD, true);

    private static final int WINDOW_BYTES_AT_LEAST = 4096;
    private static final int WINDOW_BYTES_AT_MOST = 1 << 30;

    /** Throws an {@link RTCException} (RangeError) where a size is out of its range. */
    public RTCSctpOptions {
        RTCException.requirePresent("RTCSctpOptions", "congestionControl", congestionControl);
        requireRange("sendBufferBytes", sendBufferBytes, 1, Integer.MAX_VALUE);
        requireRange("receiveWindowBytes", receiveWindowBytes, WINDOW_BYTES_AT_LEAST, WINDOW_BYTES_AT_MOST);
        requireRange("maxReceiveWindowBytes", maxReceiveWindowBytes, receiveWindowBytes, WINDOW_BYTES_AT_MOST);
        requireRange("maxMessageSize", maxMessageSize, 1, Math.min(sendBufferBytes, receiveWindowBytes));
    }

    private static void requireRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR,
                    what + " must be between " + least + " and " + most + ", not " + value);
        }
    }

    /** Returns a copy with another send buffer. */
    public RTCSctpOptions withSendBufferBytes(int bytes) {
        return new RTCSctpOptions(
                bytes, receiveWindowBytes, maxReceiveWindowBytes, maxMessageSize, congestionControl, interleaving);
    }

    /** Returns a copy with another receive window, which does not grow. */
    public RTCSctpOptions withReceiveWindowBytes(int bytes) {
        return new RTCSctpOptions(sendBufferBytes, bytes, bytes, maxMessageSize, congestionControl, interleaving);
    }

    /** Returns a copy with another size to which the receive window grows. */
    public RTCSctpOptions withMaxReceiveWindowBytes(int bytes) {
        return new RTCSctpOptions(
                sendBufferBytes, receiveWindowBytes, bytes, maxMessageSize, congestionControl, interleaving);
    }

    /** Returns a copy with another longest message. */
    public RTCSctpOptions withMaxMessageSize(int bytes) {
        return new RTCSctpOptions(
                sendBufferBytes, receiveWindowBytes, maxReceiveWindowBytes, bytes, congestionControl, interleaving);
    }

    /** Returns a copy with another congestion control. */
    public RTCSctpOptions withCongestionControl(RTCSctpCongestionControl control) {
        return new RTCSctpOptions(
                sendBufferBytes, receiveWindowBytes, maxReceiveWindowBytes, maxMessageSize, control, interleaving);
    }

    /** Returns a copy that offers interleaving or not. */
    public RTCSctpOptions withInterleaving(boolean offered) {
        return new RTCSctpOptions(
                sendBufferBytes, receiveWindowBytes, maxReceiveWindowBytes, maxMessageSize, congestionControl, offered);
    }
}
