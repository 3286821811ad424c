package dev.plumb.transport.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Timers;
import java.security.SecureRandom;

/** One handshake and the record layer it sets up: what a connection throws away when it begins anew in another role. */
final class DtlsAssociation {
    private final DtlsRecordReader reader;
    private final DtlsRecordWriter writer;
    private final HandshakeReassembler reassembler = new HandshakeReassembler();
    private final FlightSender flight;
    private final Handshake handshake;
    private final Tally tally;
    private boolean hasRefusedRenegotiation;

    DtlsAssociation(
            DtlsRole role,
            DtlsConfig config,
            DatagramSink below,
            PacketPool pool,
            SecureRandom random,
            Timers<DtlsTimer> timers,
            Tally tally,
            HandshakeParts.CertificateCheck check) {
        this.tally = tally;
        reader = new DtlsRecordReader(pool, tally);
        writer = new DtlsRecordWriter(below, tally);
        flight = new FlightSender(config, writer, pool, timers, tally);
        HandshakeParts parts = new HandshakeParts(config, random, flight, reader, writer, check);
        handshake = role == DtlsRole.CLIENT ? new ClientHandshake(parts) : new ServerHandshake(parts);
    }

    DtlsRecordReader reader() {
        return reader;
    }

    DtlsRecordWriter writer() {
        return writer;
    }

    FlightSender flight() {
        return flight;
    }

    Handshake handshake() {
        return handshake;
    }

    /** Says hello, as the client does. */
    void start(long nowNanos) {
        if (handshake instanceof ClientHandshake client) {
            client.start(nowNanos);
        }
    }

    /**
     * Takes in a record of handshake messages or of parts of them.
     *
     * @return whether the peer asks for a renegotiation, for the first time
     */
    boolean handshake(int epoch, Packet content, long nowNanos) throws HandshakeException {
        boolean asksToRenegotiate = false;
        int at = 0;
        while (at < content.length()) {
            HandshakeFragment fragment = HandshakeFragment.parse(content, at);
            if (fragment == null) {
                tally.droppedMalformed++;
                break;
            }
            if ((fragment.type() == HandshakeType.FINISHED) == (epoch > 0)) {
                fragment(fragment, content, at, nowNanos);
            } else {
                tally.droppedUnexpected++;
                asksToRenegotiate |= handshake.isComplete() && !hasRefusedRenegotiation;
            }
            at += HandshakeFragment.HEADER_BYTES + fragment.fragmentLength();
        }
        hasRefusedRenegotiation |= asksToRenegotiate;
        return asksToRenegotiate;
    }

    private void fragment(HandshakeFragment fragment, Packet content, int at, long nowNanos) throws HandshakeException {
        switch (reassembler.add(fragment, content, at)) {
            case OLD -> flight.peerRepeats(nowNanos);
            case REFUSED -> tally.droppedUnexpected++;
            case TAKEN -> {
                for (RawHandshake m = reassembler.poll(); m != null; m = reassembler.poll()) {
                    handshake.receive(m, nowNanos);
                }
            }
        }
    }

    /** Forgets secrets and releases packets. */
    void discard() {
        flight.discard();
        reader.discard();
        writer.discard();
        handshake.wipe();
    }
}
