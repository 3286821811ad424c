package dev.plumb.sctp.packet;

/**
 * The chunk that completes a graceful shutdown.
 *
 * <pre>
 * +---------------+-------------+-+-------------------------------+
 * |   Type = 14   |  Reserved   |T|          Length = 4           |
 * +---------------+-------------+-+-------------------------------+
 * </pre>
 *
 * @param reflectedTag the T bit: the packet's tag is the one that the receiver itself sends with
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.13 RFC 9260 3.3.13, Shutdown Complete (SHUTDOWN COMPLETE)
 */
public record ShutdownCompleteChunk(boolean reflectedTag) implements SctpChunk {
    public static final int TYPE = 14;

    @Override
    public int byteLength() {
        return HEADER_BYTES;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, reflectedTag ? 1 : 0, HEADER_BYTES);
    }
}
