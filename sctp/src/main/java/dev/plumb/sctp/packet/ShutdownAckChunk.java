package dev.plumb.sctp.packet;

/**
 * The answer to a SHUTDOWN.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |   Type = 8    |   Flags = 0   |          Length = 4           |
 * +---------------+---------------+-------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.9 RFC 9260 3.3.9, Shutdown Acknowledgement (SHUTDOWN ACK)
 */
public record ShutdownAckChunk() implements SctpChunk {
    public static final int TYPE = 8;

    @Override
    public int byteLength() {
        return HEADER_BYTES;
    }

    @Override
    public void write(byte[] a, int at) {
        SctpChunk.writeHeader(a, at, TYPE, 0, HEADER_BYTES);
    }
}
