package dev.plumb.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.Timers;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.DtlsRecordWriter;
import dev.plumb.dtls.record.RecordNumber;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The acknowledgement of the peer's records where no flight of our own acknowledges them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-7.1 RFC 9147 7.1, Sending ACKs
 */
final class Acknowledger {
    private static final int RECORDS_AT_MOST = 32;
    private static final int PATIENCE_SHARE = 4;

    private final DtlsRecordWriter writer;
    private final PacketPool pool;
    private final Timers<DtlsTimer> timers;
    private final Set<RecordNumber> pending = new LinkedHashSet<>();

    Acknowledger(DtlsRecordWriter writer, PacketPool pool, Timers<DtlsTimer> timers) {
        this.writer = writer;
        this.pool = pool;
        this.timers = timers;
    }

    /** Notes a record; it is acknowledged within a quarter of a retransmission's time. */
    void note(long epoch, long sequence, long timeoutNanos, long nowNanos) {
        note(epoch, sequence);
        if (!timers.running(DtlsTimer.ACK)) {
            timers.set(DtlsTimer.ACK, nowNanos + timeoutNanos / PATIENCE_SHARE);
        }
    }

    /** Notes a record and acknowledges it at once, with what was noted before. */
    void answer(long epoch, long sequence) {
        note(epoch, sequence);
        send();
        clear();
    }

    /** Acknowledges what was noted; that stays noted, for more of the same flight may come. */
    void send() {
        if (pending.isEmpty()) {
            return;
        }
        Packet packet = pool.take();
        byte[] bytes = new Ack(new ArrayList<>(pending)).toBytes();
        packet.set(bytes, 0, bytes.length);
        writer.wrap(packet, ContentType.ACK);
        writer.send(packet);
    }

    /** Forgets the noted records, which are acknowledged in another way. */
    void clear() {
        pending.clear();
        timers.stop(DtlsTimer.ACK);
    }

    private void note(long epoch, long sequence) {
        if (pending.size() >= RECORDS_AT_MOST) {
            pending.remove(pending.iterator().next());
        }
        pending.add(new RecordNumber(epoch, sequence));
    }
}
