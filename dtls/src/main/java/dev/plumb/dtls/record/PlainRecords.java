package dev.plumb.dtls.record;

/**
 * Epoch 0 of either version: a header, nothing encrypted.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1 RFC 6347 4.1, Record Layer
 */
public final class PlainRecords implements RecordProtection {
    @Override
    public int headBytes() {
        return RecordHeader.BYTES;
    }

    @Override
    public int tailBytes() {
        return 0;
    }

    @Override
    public void seal(byte[] array, int at, int contentType, long sequence, int contentBytes) {
        new RecordHeader(contentType, 0, sequence, contentBytes).write(array, at);
    }
}
