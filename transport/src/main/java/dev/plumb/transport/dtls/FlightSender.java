package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a flight of handshake messages in datagrams no longer than the MTU, and sends it again when its timer runs out or when
 * the peer shows by its own repetition that it did not arrive. After repeated timeouts the datagrams get smaller.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4 RFC 6347 4.2.4, Timeout and Retransmission
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1.1.1 RFC 6347 4.1.1.1, PMTU Issues
 */
final class FlightSender {
    private static final int SMALL_MTU_BYTES = 548;
    private static final int TIMEOUTS_TO_SMALL_MTU = 2;
    private static final int SMALLEST_FRAGMENT_BYTES = 32;
    private static final byte[] CHANGE_CIPHER_SPEC = {1};

    private final DtlsConfig config;
    private final DtlsRecordWriter writer;
    private final PacketPool pool;
    private final Timers<DtlsTimer> timers;
    private final Tally tally;
    private final List<Item> items = new ArrayList<>();
    private boolean repeats;
    private int timeouts;
    private long timeoutNanos;
    private long lastSentNanos;

    FlightSender(DtlsConfig config, DtlsRecordWriter writer, PacketPool pool, Timers<DtlsTimer> timers, Tally tally) {
        this.config = config;
        this.writer = writer;
        this.pool = pool;
        this.timers = timers;
        this.tally = tally;
    }

    /** A message with its epoch; a change of cipher where {@code message} is empty. */
    private record Item(int epoch, List<RawHandshake> message) {}

    /** Begins a new flight; the one before was answered. */
    void begin() {
        items.clear();
        timeouts = 0;
        timeoutNanos = config.retransmitInitial().toNanos();
        timers.stop(DtlsTimer.RETRANSMIT);
    }

    void add(int epoch, RawHandshake message) {
        items.add(new Item(epoch, List.of(message)));
    }

    void addChangeCipherSpec() {
        items.add(new Item(0, List.of()));
    }

    /**
     * Sends what was added.
     *
     * @param untilAnswered whether it is repeated by itself; a last flight is only when the peer repeats its own
     */
    void send(boolean untilAnswered, long nowNanos) {
        repeats = untilAnswered;
        transmit(nowNanos);
    }

    /** The timer ran out. */
    void timeout(long nowNanos) {
        timeouts++;
        timeoutNanos = Math.min(2 * timeoutNanos, config.retransmitCap().toNanos());
        tally.flightsResent++;
        transmit(nowNanos);
    }

    /** The peer sent its own flight again; answered at most twice in the first timeout's time. */
    void peerRepeats(long nowNanos) {
        if (!items.isEmpty()
                && nowNanos - lastSentNanos >= config.retransmitInitial().toNanos() / 2) {
            tally.flightsResent++;
            transmit(nowNanos);
        }
    }

    private void transmit(long nowNanos) {
        lastSentNanos = nowNanos;
        Packet datagram = pool.take();
        for (Item item : items) {
            datagram = item.message().isEmpty()
                    ? changeCipherSpec(datagram)
                    : message(datagram, item.epoch(), item.message().getFirst());
        }
        flush(datagram);
        if (repeats) {
            timers.set(DtlsTimer.RETRANSMIT, nowNanos + timeoutNanos);
        }
    }

    private Packet changeCipherSpec(Packet datagram) {
        int bytes = DtlsRecordWriter.overheadBytes(0) + CHANGE_CIPHER_SPEC.length;
        Packet out = datagram.length() + bytes <= mtuBytes() ? datagram : next(datagram);
        writer.append(out, ContentType.CHANGE_CIPHER_SPEC, 0, CHANGE_CIPHER_SPEC);
        return out;
    }

    private Packet message(Packet datagram, int epoch, RawHandshake message) {
        int overhead = DtlsRecordWriter.overheadBytes(epoch) + HandshakeFragment.HEADER_BYTES;
        Packet out = datagram;
        int done = 0;
        do {
            int left = message.body().length - done;
            if (mtuBytes() - out.length() - overhead < Math.min(left, SMALLEST_FRAGMENT_BYTES)) {
                out = next(out);
            }
            int count = Math.min(left, mtuBytes() - out.length() - overhead);
            writer.append(out, ContentType.HANDSHAKE, epoch, fragment(message, done, count));
            done += count;
        } while (done < message.body().length);
        return out;
    }

    private static byte[] fragment(RawHandshake message, int from, int count) {
        byte[] body = message.body();
        byte[] out = new byte[HandshakeFragment.HEADER_BYTES + count];
        new HandshakeFragment(message.type(), body.length, message.messageSeq(), from, count).write(out, 0);
        System.arraycopy(body, from, out, HandshakeFragment.HEADER_BYTES, count);
        return out;
    }

    private Packet next(Packet datagram) {
        flush(datagram);
        return pool.take();
    }

    private void flush(Packet datagram) {
        if (datagram.length() == 0) {
            datagram.release();
        } else {
            writer.send(datagram);
        }
    }

    private int mtuBytes() {
        return timeouts < TIMEOUTS_TO_SMALL_MTU ? config.mtuBytes() : Math.min(config.mtuBytes(), SMALL_MTU_BYTES);
    }

    /** Forgets the flight, which was answered or is of no use any more. */
    void discard() {
        items.clear();
        repeats = false;
        timers.stop(DtlsTimer.RETRANSMIT);
    }
}
