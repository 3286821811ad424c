package dev.plumb.dtls.record;

/**
 * The protection of records of one epoch and direction, in place: room before and behind the content becomes header and
 * tag.
 */
public sealed interface RecordProtection permits PlainRecords, RecordProtection12, RecordProtection13 {
    /** Returns the number of bytes before the content. */
    int headBytes();

    /** Returns the number of bytes behind the content. */
    int tailBytes();

    /**
     * Writes header and tag round {@code contentBytes} of content and encrypts it.
     *
     * @param at the begin of the record, {@link #headBytes()} before the content
     * @param sequence 48 bits; never the same twice in an epoch
     */
    void seal(byte[] array, int at, int contentType, long sequence, int contentBytes);

    /** Returns the number of bytes that a record adds to its content. */
    default int overheadBytes() {
        return headBytes() + tailBytes();
    }
}
