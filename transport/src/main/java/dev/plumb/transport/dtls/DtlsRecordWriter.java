package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.DatagramSink;
import org.jspecify.annotations.Nullable;

/**
 * Puts content into records, encrypted in epoch 1, and sends datagrams.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1 RFC 6347 4.1, Record Layer
 */
final class DtlsRecordWriter {
    private static final int EPOCHS = 2;

    private final DatagramSink below;
    private final Tally tally;
    private final long[] nextSequence = new long[EPOCHS];
    private @Nullable AeadCipher cipher;
    private int epoch;

    DtlsRecordWriter(DatagramSink below, Tally tally) {
        this.below = below;
        this.tally = tally;
    }

    /** Sets the keys of epoch 1, which {@link #epoch()} does not yet move to. */
    void install(AeadCipher writeCipher) {
        cipher = writeCipher;
    }

    /** The epoch in which alerts and application data go. */
    int epoch() {
        return epoch;
    }

    /** Moves on to epoch 1. */
    void advance() {
        epoch = 1;
    }

    /** Forgets the keys. */
    void discard() {
        cipher = null;
    }

    /** What a record adds to its content. */
    static int overheadBytes(int epoch) {
        return RecordHeader.BYTES + (epoch == 0 ? 0 : AeadCipher.OVERHEAD_BYTES);
    }

    /** Appends a record with a copy of {@code content}. */
    void append(Packet datagram, int contentType, int recordEpoch, byte[] content) {
        int start = datagram.length();
        int before = recordEpoch == 0 ? RecordHeader.BYTES : RecordHeader.BYTES + AeadCipher.EXPLICIT_NONCE_BYTES;
        datagram.length(start + content.length + overheadBytes(recordEpoch));
        System.arraycopy(content, 0, datagram.array(), datagram.offset() + start + before, content.length);
        finish(datagram.array(), datagram.offset() + start, contentType, recordEpoch, content.length);
    }

    /** Makes {@code content} one record of the present epoch, in place. */
    void wrap(Packet content, int contentType) {
        int count = content.length();
        content.prepend(overheadBytes(epoch) - (epoch == 0 ? 0 : AeadCipher.TAG_BYTES));
        content.length(count + overheadBytes(epoch));
        finish(content.array(), content.offset(), contentType, epoch, count);
    }

    void send(Packet ownedDatagram) {
        tally.datagramsSent++;
        tally.bytesSent += ownedDatagram.length();
        below.send(ownedDatagram);
    }

    private void finish(byte[] array, int at, int contentType, int recordEpoch, int contentBytes) {
        long sequence = nextSequence[recordEpoch]++;
        if (sequence > RecordHeader.MAX_SEQUENCE) {
            throw new IllegalStateException("no sequence number is left: make a new connection");
        }
        RecordHeader header = new RecordHeader(
                contentType, recordEpoch, sequence, contentBytes + overheadBytes(recordEpoch) - RecordHeader.BYTES);
        header.write(array, at);
        tally.recordsSent++;
        if (recordEpoch == 0) {
            return;
        }
        AeadCipher sealer = cipher;
        if (sealer == null) {
            throw new IllegalStateException("there are no keys for epoch 1");
        }
        int plainAt = at + RecordHeader.BYTES + AeadCipher.EXPLICIT_NONCE_BYTES;
        sealer.seal(array, plainAt, contentBytes, contentType, header.epochAndSequence());
    }
}
