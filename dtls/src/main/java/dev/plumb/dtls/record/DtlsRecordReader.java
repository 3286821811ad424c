package dev.plumb.dtls.record;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reader that splits datagrams into records, opens them and drops forged or repeated ones. Encrypted records that
 * arrive before their keys are kept until the keys are there.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1 RFC 6347 4.1, Record Layer
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-4.5 RFC 9147 4.5, Record Payload Protection
 */
public final class DtlsRecordReader {
    private static final int HELD_AT_MOST = 16;

    /** The attempts at forgery after which AES-GCM and ChaCha20-Poly1305 are no longer safe. */
    private static final long MAX_FORGED = 1L << 36;

    private static final int MAX_CONTENT_BYTES = 1 << 14;

    private final PacketPool pool;
    private final Tally tally;
    private final @Nullable ReadEpoch[] slots = new @Nullable ReadEpoch[EpochSlots.COUNT];
    private final ArrayDeque<Packet> held = new ArrayDeque<>();
    private boolean hasNewKeys;
    private boolean holds = true;

    public DtlsRecordReader(PacketPool pool, Tally tally) {
        this.pool = pool;
        this.tally = tally;
    }

    /** A handler of the content of a record, which it owns. */
    public interface Handler {
        void record(int contentType, long epoch, long sequence, Packet ownedContent);
    }

    private static final class ReadEpoch {
        private final long epoch;
        private final RecordProtection protection;
        private final RecordReplayWindow window = new RecordReplayWindow();
        private long forged;

        ReadEpoch(long epoch, RecordProtection protection) {
            this.epoch = epoch;
            this.protection = protection;
        }
    }

    /** Sets the keys of an epoch. Those of epochs before the last one are forgotten. */
    public void install(long epoch, RecordProtection protection) {
        for (int i = 0; i < slots.length; i++) {
            ReadEpoch old = slots[i];
            if (old != null && old.epoch < epoch - 1) {
                slots[i] = null;
            }
        }
        slots[EpochSlots.of(epoch)] = new ReadEpoch(epoch, protection);
        hasNewKeys = true;
    }

    /** Passes on the records of a datagram. */
    public void read(Packet borrowed, Handler handler) {
        int at = 0;
        while (at < borrowed.length()) {
            int bytes = UnifiedHeader.begins(borrowed.u8(at))
                    ? unified(borrowed, at, handler)
                    : classic(borrowed, at, handler);
            if (bytes == 0) {
                tally.droppedMalformed++;
                return;
            }
            at += bytes;
        }
    }

    /** Passes on the records that were kept for want of keys, where keys have been installed. */
    public void readHeld(Handler handler) {
        while (hasNewKeys) {
            hasNewKeys = false;
            for (int left = held.size(); left > 0 && !held.isEmpty(); left--) {
                Packet packet = held.removeFirst();
                read(packet, handler);
                packet.release();
            }
        }
        if (!holds) {
            release();
        }
    }

    /** Keeps nothing more: all keys that the peer may use are there. */
    public void stopHolding() {
        holds = false;
    }

    private void release() {
        for (Packet p = held.poll(); p != null; p = held.poll()) {
            p.release();
        }
    }

    /** Releases what is kept, forgets the keys. */
    public void discard() {
        stopHolding();
        release();
        Arrays.fill(slots, null);
    }

    /** Reads a record with DTLS 1.2's header, and returns its length, or 0 if it is malformed. */
    private int classic(Packet datagram, int at, Handler handler) {
        RecordHeader header = RecordHeader.parse(datagram, at);
        if (header == null) {
            return 0;
        }
        ReadEpoch keys = slots[RecordProtection12.EPOCH];
        if (header.epoch() == 0) {
            tally.recordsReceived++;
            Packet content = copy(datagram, at + RecordHeader.BYTES, header.length());
            handler.record(header.contentType(), 0, header.sequence(), content);
        } else if (header.epoch() != RecordProtection12.EPOCH) {
            tally.droppedUnexpected++;
        } else if (keys != null && keys.protection instanceof RecordProtection12 protection) {
            open12(keys, protection, datagram, at, header, handler);
        } else {
            hold(datagram, at, RecordHeader.BYTES + header.length());
        }
        return RecordHeader.BYTES + header.length();
    }

    /** Reads a record with DTLS 1.3's header, and returns its length, or 0 if it is malformed. */
    private int unified(Packet datagram, int at, Handler handler) {
        UnifiedHeader header = UnifiedHeader.parse(datagram, at);
        if (header == null) {
            return 0;
        }
        ReadEpoch keys = slots[header.epochBits()];
        if (keys != null && keys.protection instanceof RecordProtection13 protection) {
            open13(keys, protection, datagram, at, header, handler);
        } else {
            hold(datagram, at, header.bytes() + header.length());
        }
        return header.bytes() + header.length();
    }

    private void open12(
            ReadEpoch keys,
            RecordProtection12 protection,
            Packet datagram,
            int at,
            RecordHeader header,
            Handler handler) {
        if (!mayBeNew(keys, header.sequence())) {
            return;
        }
        Packet out = pool.take().length(header.length());
        int count = protection.open(
                datagram.array(), datagram.offset() + at + RecordHeader.BYTES, header, out.array(), out.offset());
        if (isGenuine(keys, header.sequence(), count, out)) {
            handler.record(header.contentType(), keys.epoch, header.sequence(), from(datagram, out.length(count)));
        }
    }

    private void open13(
            ReadEpoch keys,
            RecordProtection13 protection,
            Packet datagram,
            int at,
            UnifiedHeader header,
            Handler handler) {
        int from = datagram.offset() + at;
        long sequence = protection.sequence(datagram.array(), from, header, keys.window.due());
        if (!mayBeNew(keys, sequence)) {
            return;
        }
        Packet out = pool.take().length(header.length());
        int count = protection.open(datagram.array(), from, header, sequence, out.array(), out.offset());
        if (!isGenuine(keys, sequence, count, out)) {
            return;
        }
        int end = out.offset() + count - 1;
        while (end >= out.offset() && out.array()[end] == 0) {
            end--; // padding
        }
        int length = end - out.offset();
        if (length < 0 || length > MAX_CONTENT_BYTES) {
            out.release();
            tally.droppedMalformed++;
            return;
        }
        handler.record(out.array()[end] & 0xff, keys.epoch, sequence, from(datagram, out.length(length)));
    }

    private boolean mayBeNew(ReadEpoch keys, long sequence) {
        if (!keys.window.mayAccept(sequence)) {
            tally.droppedReplayed++;
            return false;
        }
        if (keys.forged >= MAX_FORGED) {
            tally.droppedForged++;
            return false;
        }
        return true;
    }

    private boolean isGenuine(ReadEpoch keys, long sequence, int count, Packet out) {
        if (count < 0) {
            out.release();
            keys.forged++;
            tally.droppedForged++;
            return false;
        }
        keys.window.accept(sequence);
        tally.recordsReceived++;
        return true;
    }

    private void hold(Packet datagram, int at, int bytes) {
        if (!holds || held.size() >= HELD_AT_MOST) {
            tally.droppedEarly++;
        } else {
            held.add(copy(datagram, at, bytes));
        }
    }

    private Packet copy(Packet datagram, int at, int count) {
        return from(datagram, pool.take().set(datagram.array(), datagram.offset() + at, count));
    }

    private static Packet from(Packet datagram, Packet content) {
        return content.path(datagram.path()).arrivalNanos(datagram.arrivalNanos());
    }
}
