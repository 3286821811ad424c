package dev.plumb.objects;

/**
 * How much SCTP transports hold. Not in ORTC or WebRTC, where the user agent decides.
 *
 * @param sendBufferBytes bytes of messages not yet sent that all channels of a transport hold at most, 1 to 2^31 - 1; what is sent beyond
 *     that is refused
 * @param receiveWindowBytes bytes that are held at most of messages that are not whole yet, or that channels with
 *     {@link RTCDataChannel#manualConsume} have not consumed; 4096 to 2^30
 * @param maxMessageSize the longest message that is sent or asked for, in bytes; not above the other two
 * @spec https://www.rfc-editor.org/rfc/rfc8831#section-6.6 RFC 8831 6.6, Transferring User Data on a Data Channel
 */
public record RTCSctpOptions(int sendBufferBytes, int receiveWindowBytes, int maxMessageSize) {
    /** 16 MiB not yet sent, 5 MiB received, messages of 256 KiB. */
    public static final RTCSctpOptions DEFAULT = new RTCSctpOptions(16 << 20, 5 << 20, 262_144);

    private static final int WINDOW_BYTES_AT_LEAST = 4096;
    private static final int WINDOW_BYTES_AT_MOST = 1 << 30;

    /** Throws an {@link RTCException} (RangeError) where a size is out of its range. */
    public RTCSctpOptions {
        requireRange("sendBufferBytes", sendBufferBytes, 1, Integer.MAX_VALUE);
        requireRange("receiveWindowBytes", receiveWindowBytes, WINDOW_BYTES_AT_LEAST, WINDOW_BYTES_AT_MOST);
        requireRange("maxMessageSize", maxMessageSize, 1, Math.min(sendBufferBytes, receiveWindowBytes));
    }

    private static void requireRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR,
                    what + " goes from " + least + " to " + most + " here, and is " + value);
        }
    }

    /** The same with another send buffer. */
    public RTCSctpOptions withSendBufferBytes(int bytes) {
        return new RTCSctpOptions(bytes, receiveWindowBytes, maxMessageSize);
    }

    /** The same with another receive window. */
    public RTCSctpOptions withReceiveWindowBytes(int bytes) {
        return new RTCSctpOptions(sendBufferBytes, bytes, maxMessageSize);
    }

    /** The same with another longest message. */
    public RTCSctpOptions withMaxMessageSize(int bytes) {
        return new RTCSctpOptions(sendBufferBytes, receiveWindowBytes, bytes);
    }
}
