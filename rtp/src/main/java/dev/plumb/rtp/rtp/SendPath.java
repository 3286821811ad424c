package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.WallClock;
import dev.plumb.rtp.pacing.Pacer;
import dev.plumb.rtp.pacing.RetransmissionBudget;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.srtp.SrtpSendException;
import dev.plumb.rtp.srtp.SrtpSender;
import org.jspecify.annotations.Nullable;

/** The way out of all streams: pacer, send time and transport-wide number, history, SRTP. */
final class SendPath {
    private static final long WAIT_AT_MOST_NANOS = 1_000_000_000L;
    private static final long WAITING_BYTES_AT_MOST = 8 << 20;
    private static final double PACING_FACTOR = 2.5;
    private static final long LEAST_PACING_BPS = 300_000;

    private final DatagramSink below;
    private final PacketPool pool;
    private final WallClock clock;
    private final Pacer<Outgoing> pacer = new Pacer<>(LEAST_PACING_BPS, WAIT_AT_MOST_NANOS, WAITING_BYTES_AT_MOST);
    private final RetransmissionBudget budget = new RetransmissionBudget();
    private final RtpHeader header = new RtpHeader();
    private @Nullable SrtpSender srtp;
    private @Nullable DatagramSink rtcpBelow;
    private @Nullable SrtpSender rtcpSrtp;
    private int transportSequence;
    private long droppedWithoutKeys;
    private long datagramsSent;
    private long lastRunNanos;

    SendPath(DatagramSink below, PacketPool pool, WallClock clock) {
        this.below = below;
        this.pool = pool;
        this.clock = clock;
    }

    /** The kind of a packet that is sent. */
    enum Kind {
        /** Sent for the first time. */
        MEDIA,
        /** A retransmission in its own stream. */
        RTX,
        /** The same datagram as before, protected already. */
        AGAIN
    }

    private record Outgoing(RtpSendStream stream, Packet owned, Kind kind, long sinceNanos) {}

    PacketPool pool() {
        return pool;
    }

    RtpHeader header() {
        return header;
    }

    void keys(SrtpSender newSrtp) {
        srtp = newSrtp;
    }

    /**
     * Makes sure that a stream can be sent with the current keys.
     *
     * @throws SrtpSendException if they have served too many SSRCs
     */
    void reserve(SendStreamConfig stream) {
        SrtpSender protection = srtp;
        if (protection != null) {
            protection.reserve(ssrcsOf(stream));
        }
    }

    /** Frees the place of a stream that has ended, for each of its SSRCs that has sent nothing. */
    void unreserve(SendStreamConfig stream) {
        SrtpSender protection = srtp;
        if (protection != null) {
            for (long ssrc : ssrcsOf(stream)) {
                protection.release(ssrc);
            }
        }
    }

    private static long[] ssrcsOf(SendStreamConfig stream) {
        return stream.hasRtx() ? new long[] {stream.ssrc(), stream.rtxSsrc()} : new long[] {stream.ssrc()};
    }

    /** Returns whether packets of an SSRC were sent with the current keys. */
    boolean hasSent(long ssrc) {
        SrtpSender protection = srtp;
        return protection != null && protection.hasSent(ssrc);
    }

    /**
     * Returns the sequence number after the last one that an SSRC used with the current keys, or {@code otherwise} if
     * it used none.
     */
    int followingSequence(long ssrc, int otherwise) {
        SrtpSender protection = srtp;
        return protection == null ? otherwise : protection.followingSequence(ssrc, otherwise);
    }

    /** Returns the sequence number that an SSRC would use next: {@code wanted} if that is possible. */
    int nextSequence(long ssrc, int wanted) {
        SrtpSender protection = srtp;
        return protection == null ? wanted : protection.nextSequence(ssrc, wanted);
    }

    /** Sends RTCP on another transport from now on, under its keys. */
    void rtcpApart(DatagramSink sink) {
        rtcpBelow = sink;
    }

    void rtcpKeys(SrtpSender newSrtp) {
        rtcpSrtp = newSrtp;
    }

    void totalRate(long bps) {
        budget.mediaRate(bps);
        pacer.rate(Math.max(LEAST_PACING_BPS, (long) (bps * PACING_FACTOR)));
    }

    void send(RtpSendStream stream, Packet owned, Kind kind, long nowNanos) {
        Pacer.Urgency urgency = kind != Kind.MEDIA
                ? Pacer.Urgency.RETRANSMISSION
                : stream.config().video() ? Pacer.Urgency.VIDEO : Pacer.Urgency.AUDIO;
        if (kind == Kind.MEDIA) {
            budget.sent(owned.length());
        } else {
            budget.spend(owned.length());
        }
        boolean taken = srtp != null
                && pacer.enqueue(new Outgoing(stream, owned, kind, nowNanos), owned.length(), urgency, nowNanos);
        if (!taken) {
            stream.dropped();
            owned.release();
            return;
        }
        run(nowNanos);
    }

    /**
     * Returns whether a frame of this many bytes may wait. A frame is accepted whole or not at all, because part of a
     * frame is useless.
     */
    boolean hasRoom(int frameBytes) {
        return pacer.hasRoom(2 * frameBytes);
    }

    /** Returns whether a retransmission may be sent. A refusal is counted. */
    boolean mayRetransmit() {
        return budget.allows();
    }

    /** Returns the number of retransmissions that were refused because there were too many. */
    long retransmissionsRefused() {
        return budget.refused();
    }

    /** Sends the packets that may leave now. */
    void run(long nowNanos) {
        lastRunNanos = nowNanos;
        for (Outgoing o = pacer.poll(nowNanos); o != null; o = pacer.poll(nowNanos)) {
            leave(o, nowNanos);
        }
    }

    /**
     * Sends the waiting packets of a stream that moves to another path, so that its sequence numbers there follow
     * these.
     */
    void flush(RtpSendStream stream) {
        for (Outgoing o : pacer.take(o -> o.stream == stream)) {
            leave(o, Math.max(o.sinceNanos, lastRunNanos));
        }
    }

    private void leave(Outgoing o, long nowNanos) {
        SrtpSender protection = srtp;
        if (protection == null || o.stream.isStopped()) {
            o.stream.dropped();
            o.owned.release();
            return;
        }
        o.stream.waited(nowNanos - o.sinceNanos);
        if (o.kind == Kind.AGAIN) {
            o.stream.resent(o.owned);
        } else {
            header.parse(o.owned);
            stamp(o.stream.config().extensions(), nowNanos);
            // numbers are assigned here, so that a packet that never leaves is not a gap to the peer
            int sequence = protection.nextSequence(header.ssrc(), o.stream.wantedNumber(o.kind));
            o.stream.tookNumber(o.kind, sequence);
            header.sequence(sequence);
            o.stream.leaving(header, o.owned, o.kind, nowNanos);
            protection.protect(o.owned);
            o.stream.left(sequence, o.owned, o.kind, nowNanos);
        }
        datagramsSent++;
        below.send(o.owned);
    }

    private void stamp(HeaderExtensionIds ids, long nowNanos) {
        if (ids.has(HeaderExtension.ABS_SEND_TIME)) {
            header.put24(ids.id(HeaderExtension.ABS_SEND_TIME), (int) (clock.ntpAt(nowNanos) >>> 14 & 0xff_ffff));
        }
        if (ids.has(HeaderExtension.TRANSPORT_CC)) {
            header.put16(ids.id(HeaderExtension.TRANSPORT_CC), transportSequence++ & 0xffff);
        }
    }

    /**
     * Sends a packet that the caller has made, at once. Returns false if it is not an RTP packet or is too long.
     *
     * @throws SrtpSendException if its sequence number was used before
     */
    boolean sendPacket(byte[] bytes, int bytesAtMost) {
        SrtpSender protection = srtp;
        if (protection == null || bytes.length > bytesAtMost) {
            return false;
        }
        Packet out = pool.take();
        out.set(bytes, 0, bytes.length);
        if (RtpHeader.bytesOf(out) < 0) {
            out.release();
            return false;
        }
        try {
            protection.protect(out);
        } catch (SrtpSendException e) {
            out.release();
            throw e;
        }
        datagramsSent++;
        below.send(out);
        return true;
    }

    /** Sends RTCP at once; dropped and counted where there are no keys yet. */
    void sendRtcp(Packet owned) {
        DatagramSink apart = rtcpBelow;
        SrtpSender protection = apart == null ? srtp : rtcpSrtp;
        if (protection == null || protection.isRtcpUsedUp() || owned.length() < 8) {
            droppedWithoutKeys++;
            owned.release();
            return;
        }
        protection.protectRtcp(owned);
        datagramsSent++;
        (apart == null ? below : apart).send(owned);
    }

    long deadlineNanos() {
        return pacer.deadlineNanos();
    }

    long droppedWithoutKeys() {
        return droppedWithoutKeys;
    }

    long datagramsSent() {
        return datagramsSent;
    }

    long waitingBytes() {
        return pacer.waitingBytes();
    }

    void close() {
        srtp = null;
        for (Outgoing o = pacer.drain(); o != null; o = pacer.drain()) {
            o.owned.release();
        }
    }
}
