package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Takes datagrams apart into records and opens those that are encrypted. A few encrypted records that arrive before their keys
 * are kept until the keys are there.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1 RFC 6347 4.1, Record Layer
 */
final class DtlsRecordReader {
    private static final int HELD_AT_MOST = 16;
    private static final int ENCRYPTED_EPOCH = 1;

    private final PacketPool pool;
    private final Tally tally;
    private final ReplayWindow window = new ReplayWindow();
    private final ArrayDeque<Packet> held = new ArrayDeque<>();
    private @Nullable AeadCipher cipher;
    private boolean isDiscarded;

    DtlsRecordReader(PacketPool pool, Tally tally) {
        this.pool = pool;
        this.tally = tally;
    }

    /** Takes the content of a record, which it owns. */
    interface Handler {
        void record(int contentType, int epoch, Packet ownedContent);
    }

    /** Sets the keys of epoch 1. */
    void install(AeadCipher readCipher) {
        cipher = readCipher;
    }

    /** Hands out what a datagram holds. */
    void read(Packet borrowed, Handler handler) {
        int at = 0;
        while (at < borrowed.length()) {
            RecordHeader header = RecordHeader.parse(borrowed, at);
            if (header == null) {
                tally.droppedMalformed++;
                return;
            }
            record(borrowed, at, header, handler);
            at += RecordHeader.BYTES + header.length();
        }
    }

    /** Hands out what was kept for want of keys, now that they are there. */
    void readHeld(Handler handler) {
        while (cipher != null && !held.isEmpty()) {
            Packet packet = held.removeFirst();
            RecordHeader header = RecordHeader.parse(packet, 0);
            if (header != null) {
                record(packet, 0, header, handler);
            }
            packet.release();
        }
    }

    /** Releases what is kept. */
    void discard() {
        isDiscarded = true;
        for (Packet p = held.poll(); p != null; p = held.poll()) {
            p.release();
        }
        cipher = null;
    }

    private void record(Packet datagram, int at, RecordHeader header, Handler handler) {
        if (header.epoch() == 0) {
            tally.recordsReceived++;
            handler.record(header.contentType(), 0, content(datagram, at, header.length()));
        } else if (header.epoch() != ENCRYPTED_EPOCH) {
            tally.droppedUnexpected++;
        } else if (cipher == null) {
            hold(datagram, at, header);
        } else {
            encrypted(cipher, datagram, at, header, handler);
        }
    }

    private void encrypted(AeadCipher opener, Packet datagram, int at, RecordHeader header, Handler handler) {
        if (!window.mayAccept(header.sequence())) {
            tally.droppedReplayed++;
            return;
        }
        Packet out = pool.take().length(Math.max(0, header.length() - AeadCipher.OVERHEAD_BYTES));
        int from = datagram.offset() + at + RecordHeader.BYTES;
        int count = opener.open(
                datagram.array(),
                from,
                header.length(),
                header.contentType(),
                header.epochAndSequence(),
                out.array(),
                out.offset());
        if (count < 0) {
            out.release();
            tally.droppedForged++;
            return;
        }
        window.accept(header.sequence());
        tally.recordsReceived++;
        handler.record(
                header.contentType(),
                header.epoch(),
                out.length(count).path(datagram.path()).arrivalNanos(datagram.arrivalNanos()));
    }

    private void hold(Packet datagram, int at, RecordHeader header) {
        if (isDiscarded || held.size() >= HELD_AT_MOST) {
            tally.droppedEarly++;
            return;
        }
        Packet copy = content(datagram, at, header.length()).prepend(RecordHeader.BYTES);
        header.write(copy.array(), copy.offset());
        held.add(copy);
    }

    private Packet content(Packet datagram, int at, int count) {
        return pool.take()
                .set(datagram.array(), datagram.offset() + at + RecordHeader.BYTES, count)
                .path(datagram.path())
                .arrivalNanos(datagram.arrivalNanos());
    }
}
