package dev.plumb.sctp.packet;

/**
 * A message or a fragment of one, as DATA or as I-DATA. The payload is a slice of an array that is not changed any more.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.9 RFC 9260 6.9, Fragmentation and Reassembly
 */
public sealed interface UserData extends SctpChunk permits DataChunk, IDataChunk {
    /** Its number among all that its sender sends, 32 bits. */
    long tsn();

    int streamId();

    /** Number of its message in the stream: 16 bits in DATA, 32 in I-DATA. */
    long messageNumber();

    /** Payload protocol identifier; of I-DATA in the first fragment only. */
    long ppid();

    /** The I bit: the sender wants its SACK at once. */
    boolean immediate();

    boolean unordered();

    /** Whether it is its message's first fragment. */
    boolean begin();

    /** Whether it is its message's last fragment. */
    boolean end();

    byte[] array();

    int offset();

    /** Bytes of payload. */
    int length();

    /** The flags of both on the wire. */
    static int flags(boolean immediate, boolean unordered, boolean begin, boolean end) {
        return (immediate ? 8 : 0) | (unordered ? 4 : 0) | (begin ? 2 : 0) | (end ? 1 : 0);
    }
}
