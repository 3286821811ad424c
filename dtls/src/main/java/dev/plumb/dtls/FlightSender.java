package dev.plumb.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.Timers;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeMessage;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.DtlsRecordWriter;
import dev.plumb.dtls.record.RecordNumber;
import dev.plumb.dtls.record.Tally;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a flight of handshake messages, in datagrams no longer than the MTU. It retransmits what was not
 * acknowledged when its timer expires, or when the peer shows by its own repetition that it did not arrive. After
 * repeated timeouts the datagrams get smaller.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.2.4 RFC 6347 4.2.4, Timeout and Retransmission
 * @spec https://www.rfc-editor.org/rfc/rfc6347#section-4.1.1.1 RFC 6347 4.1.1.1, PMTU Issues
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-7.2 RFC 9147 7.2, Receiving ACKs
 */
final class FlightSender {
    private static final int SMALL_MTU_BYTES = 548;
    private static final int TIMEOUTS_TO_SMALL_MTU = 2;
    private static final int SMALLEST_FRAGMENT_BYTES = 32;
    private static final int RECORDS_AT_MOST = 512;
    private static final int LAST_MESSAGE_SEQ = 0xffff;
    private static final byte[] CHANGE_CIPHER_SPEC = {1};

    private final DtlsConfig config;
    private final DtlsRecordWriter writer;
    private final PacketPool pool;
    private final Timers<DtlsTimer> timers;
    private final Tally tally;
    private final RetransmitTimeout timeout;
    private final List<Item> items = new ArrayList<>();
    private final Map<RecordNumber, Part> sent = new HashMap<>();
    private boolean repeats;
    private boolean wasResent;
    private int timeouts;
    private int flights;
    private int nextMessageSeq;
    private long beganNanos;
    private long lastSentNanos;

    FlightSender(DtlsConfig config, DtlsRecordWriter writer, PacketPool pool, Timers<DtlsTimer> timers, Tally tally) {
        this.config = config;
        this.writer = writer;
        this.pool = pool;
        this.timers = timers;
        this.tally = tally;
        this.timeout = new RetransmitTimeout(config);
    }

    /** A message in its epoch, and which bytes of it have arrived; a change of cipher where there is no message. */
    private record Item(long epoch, @Nullable RawHandshake message, BitSet arrived) {
        boolean isArrived() {
            return message == null || arrived.nextClearBit(0) >= Math.max(1, message.body().length);
        }
    }

    /** The content of a record. */
    private record Part(Item item, int from, int count) {}

    /** Begins a new flight; the one before was answered. */
    void begin(long nowNanos) {
        if (!items.isEmpty() && !wasResent) {
            timeout.learn(nowNanos - beganNanos);
        }
        discard();
        flights++;
        timeouts = 0;
        wasResent = false;
        timeout.reset();
        beganNanos = nowNanos;
    }

    /** Numbers a message and adds it. */
    RawHandshake add(long epoch, HandshakeMessage message) {
        RawHandshake raw = new RawHandshake(message.type(), nextMessageSeq++, message.toBytes());
        items.add(new Item(epoch, raw, new BitSet()));
        return raw;
    }

    /** Returns whether another message may be numbered: numbers do not begin anew. */
    boolean hasNumbers() {
        return nextMessageSeq <= LAST_MESSAGE_SEQ;
    }

    void addChangeCipherSpec() {
        items.add(new Item(0, null, new BitSet()));
    }

    /** Returns the number of flights that were begun. */
    int flights() {
        return flights;
    }

    /** Returns whether a flight is under way that is not wholly acknowledged. */
    boolean isUnderWay() {
        return !items.isEmpty();
    }

    /** Returns the time after which a flight is repeated. */
    RetransmitTimeout timeout() {
        return timeout;
    }

    /**
     * Sends what was added.
     *
     * @param untilAnswered whether the flight is repeated by itself; a last flight is repeated only when the peer
     *     repeats its own
     */
    void send(boolean untilAnswered, long nowNanos) {
        repeats = untilAnswered;
        transmit(nowNanos);
    }

    /**
     * Repeats the flight after its timer expired.
     *
     * @return whether the flight is given up, which is a last one that is never acknowledged
     */
    boolean timeout(long nowNanos) {
        if (nowNanos - beganNanos > config.handshakeTimeout().toNanos() && !isKeyUpdate()) {
            discard();
            return true;
        }
        timeouts++;
        timeout.backOff();
        resend(nowNanos);
        return false;
    }

    /**
     * Returns whether the flight is a key update. New keys are repeated without limit: if they were given up, the two
     * sides would count epochs differently.
     */
    private boolean isKeyUpdate() {
        RawHandshake first = items.isEmpty() ? null : items.getFirst().message();
        return first != null && first.type() == HandshakeType.KEY_UPDATE;
    }

    /** Stops the retransmissions until {@link #resume}, because no datagrams get through. */
    void pause() {
        timers.stop(DtlsTimer.RETRANSMIT);
    }

    /**
     * Resumes after {@link #pause}. A flight that is retransmitted until answered is sent again at once, with its
     * timeout and its total time reset.
     */
    void resume(long nowNanos) {
        if (repeats) {
            timeouts = 0;
            timeout.reset();
            beganNanos = nowNanos;
            resend(nowNanos);
        }
    }

    /** Repeats our flight after the peer repeated its own, at most twice within the first timeout. */
    void peerRepeats(long nowNanos) {
        if (!items.isEmpty() && nowNanos - lastSentNanos >= timeout.initialNanos() / 2) {
            resend(nowNanos);
        }
    }

    /**
     * Handles an acknowledgement. The rest is sent again, since the peer would not have acknowledged if all had
     * arrived.
     *
     * @return whether that was the last of the flight
     */
    boolean acknowledge(Ack ack, long nowNanos) {
        boolean isNews = false;
        for (RecordNumber number : ack.records()) {
            Part part = sent.remove(number);
            if (part != null) {
                isNews = true;
                part.item.arrived.set(part.from, part.from + Math.max(1, part.count));
            }
        }
        if (!isNews || items.isEmpty()) {
            return false;
        }
        if (items.stream().allMatch(Item::isArrived)) {
            discard();
            return true;
        }
        if (nowNanos - lastSentNanos >= timeout.initialNanos() / 4) {
            resend(nowNanos);
        }
        return false;
    }

    private void resend(long nowNanos) {
        wasResent = true;
        tally.flightsResent++;
        transmit(nowNanos);
    }

    private void transmit(long nowNanos) {
        lastSentNanos = nowNanos;
        Packet datagram = pool.take();
        for (Item item : items) {
            RawHandshake message = item.message();
            datagram = message == null ? changeCipherSpec(datagram) : missing(datagram, item, message);
        }
        flush(datagram);
        if (repeats) {
            timers.set(DtlsTimer.RETRANSMIT, nowNanos + timeout.nanos());
        }
    }

    private Packet changeCipherSpec(Packet datagram) {
        int bytes = writer.overheadBytes(0) + CHANGE_CIPHER_SPEC.length;
        Packet out = datagram.length() + bytes <= mtuBytes() ? datagram : next(datagram);
        writer.append(out, ContentType.CHANGE_CIPHER_SPEC, 0, CHANGE_CIPHER_SPEC);
        return out;
    }

    /** Appends what has not arrived of a message. */
    private Packet missing(Packet datagram, Item item, RawHandshake message) {
        int length = message.body().length;
        Packet out = datagram;
        int from = item.arrived.nextClearBit(0);
        if (length == 0 && from == 0) {
            return part(out, item, message, 0, 0);
        }
        while (from < length) {
            int set = item.arrived.nextSetBit(from);
            int end = set < 0 ? length : set;
            while (from < end) {
                int overhead = writer.overheadBytes(item.epoch()) + HandshakeFragment.HEADER_BYTES;
                int left = end - from;
                if (mtuBytes() - out.length() - overhead < Math.min(left, SMALLEST_FRAGMENT_BYTES)) {
                    out = next(out);
                }
                int count = Math.min(left, mtuBytes() - out.length() - overhead);
                out = part(out, item, message, from, count);
                from += count;
            }
            from = item.arrived.nextClearBit(from);
        }
        return out;
    }

    private Packet part(Packet datagram, Item item, RawHandshake message, int from, int count) {
        int bytes = writer.overheadBytes(item.epoch()) + HandshakeFragment.HEADER_BYTES + count;
        Packet out = datagram.length() + bytes <= mtuBytes() ? datagram : next(datagram);
        long sequence = writer.append(out, ContentType.HANDSHAKE, item.epoch(), fragment(message, from, count));
        if (sent.size() < RECORDS_AT_MOST) {
            sent.put(new RecordNumber(item.epoch(), sequence), new Part(item, from, count));
        }
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
        sent.clear();
        repeats = false;
        timers.stop(DtlsTimer.RETRANSMIT);
    }
}
