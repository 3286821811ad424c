package dev.plumb.sctp.packet;

/**
 * A message or a fragment of one, as DATA or as I-DATA. The payload is a slice of an array that is not changed any
 * more.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.9 RFC 9260 6.9, Fragmentation and Reassembly
 */
public sealed interface UserData extends SctpChunk permits DataChunk, IDataChunk {
    /** Returns the TSN, 32 bits, which numbers all chunks of its sender. */
    long tsn();

    int streamId();

    /** Returns the number of its message in the stream: 16 bits in DATA, 32 in I-DATA. */
    long messageNumber();

    /** Returns the payload protocol identifier; in I-DATA only the first fragment has it. */
    long ppid();

    /** Returns the I bit, by which the sender asks for a SACK at once. */
    boolean immediate();

    boolean unordered();

    /** Returns whether this is the first fragment of its message. */
    boolean begin();

    /** Returns whether this is the last fragment of its message. */
    boolean end();

    byte[] array();

    int offset();

    /** Returns the length of the payload, in bytes. */
    int length();

    /** Returns the flags of DATA and I-DATA on the wire. */
    static int flags(boolean immediate, boolean unordered, boolean begin, boolean end) {
        return (immediate ? 8 : 0) | (unordered ? 4 : 0) | (begin ? 2 : 0) | (end ? 1 : 0);
    }
}
