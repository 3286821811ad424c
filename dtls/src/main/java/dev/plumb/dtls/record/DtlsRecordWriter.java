package dev.plumb.dtls.record;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.DatagramSink;
import org.jspecify.annotations.Nullable;

/**
 * The writer that puts content into records of the epochs that there are keys for, and sends datagrams.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1 RFC 6347 4.1, Record Layer
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4 RFC 9147 4, The DTLS Record Layer
 */
public final class DtlsRecordWriter {
    private final DatagramSink below;
    private final Tally tally;
    private final @Nullable WriteEpoch[] slots = new @Nullable WriteEpoch[EpochSlots.COUNT];
    private WriteEpoch current = new WriteEpoch(0, new PlainRecords());

    public DtlsRecordWriter(DatagramSink below, Tally tally) {
        this.below = below;
        this.tally = tally;
        slots[0] = current;
    }

    private static final class WriteEpoch {
        private final long epoch;
        private final RecordProtection protection;
        private long nextSequence;

        WriteEpoch(long epoch, RecordProtection protection) {
            this.epoch = epoch;
            this.protection = protection;
        }
    }

    /** Sets the keys of an epoch, which {@link #epoch()} does not yet move to. */
    public void install(long epoch, RecordProtection protection) {
        slots[EpochSlots.of(epoch)] = new WriteEpoch(epoch, protection);
    }

    /** Returns the epoch of alerts, acknowledgements and application data. */
    public long epoch() {
        return current.epoch;
    }

    /** Moves on to an epoch whose keys are there. */
    public void advance(long epoch) {
        current = slot(epoch);
    }

    /** Returns the number of records in the present epoch. */
    public long recordsInEpoch() {
        return current.nextSequence;
    }

    /** Counts records of the present epoch that were never sent, as a test needs for keys that are worn. */
    public void skip(long records) {
        current.nextSequence += records;
    }

    /** Forgets the keys. */
    public void discard() {
        for (int i = 1; i < slots.length; i++) {
            slots[i] = null;
        }
        current = new WriteEpoch(0, new PlainRecords());
    }

    /** Returns the number of bytes that a record of an epoch adds to its content. */
    public int overheadBytes(long epoch) {
        return slot(epoch).protection.overheadBytes();
    }

    /**
     * Appends a record with a copy of {@code content}.
     *
     * @return the sequence number
     */
    public long append(Packet datagram, int contentType, long epoch, byte[] content) {
        WriteEpoch target = slot(epoch);
        int start = datagram.length();
        datagram.length(start + content.length + target.protection.overheadBytes());
        int at = datagram.offset() + start;
        System.arraycopy(content, 0, datagram.array(), at + target.protection.headBytes(), content.length);
        return seal(target, datagram.array(), at, contentType, content.length);
    }

    /** Makes {@code content} one record of the present epoch, in place. */
    public void wrap(Packet content, int contentType) {
        RecordProtection protection = current.protection;
        int count = content.length();
        content.prepend(protection.headBytes());
        content.length(count + protection.overheadBytes());
        seal(current, content.array(), content.offset(), contentType, count);
    }

    public void send(Packet ownedDatagram) {
        tally.datagramsSent++;
        tally.bytesSent += ownedDatagram.length();
        below.send(ownedDatagram);
    }

    private long seal(WriteEpoch target, byte[] array, int at, int contentType, int contentBytes) {
        long sequence = target.nextSequence++;
        if (sequence > RecordHeader.MAX_SEQUENCE) {
            throw new IllegalStateException("no sequence number is left: make a new connection");
        }
        target.protection.seal(array, at, contentType, sequence, contentBytes);
        tally.recordsSent++;
        return sequence;
    }

    private WriteEpoch slot(long epoch) {
        WriteEpoch found = slots[EpochSlots.of(epoch)];
        if (found == null || found.epoch != epoch) {
            throw new IllegalStateException("there are no keys for epoch " + epoch);
        }
        return found;
    }
}
