package dev.plumb.dtls.record;

/**
 * Names a record.
 *
 * @param epoch the epoch
 * @param sequence the sequence number in that epoch
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4 RFC 9147 4, The DTLS Record Layer
 */
public record RecordNumber(long epoch, long sequence) {}
