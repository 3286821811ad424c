package dev.plumb.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Timers;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeReassembler;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.record.DtlsRecordReader;
import dev.plumb.dtls.record.DtlsRecordWriter;
import dev.plumb.dtls.record.Tally;
import dev.plumb.dtls.suite.AlertDescription;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** One handshake and the record layer it sets up: what a connection throws away when it begins anew in another role. */
final class DtlsAssociation {
    private final DtlsRecordReader reader;
    private final DtlsRecordWriter writer;
    private final HandshakeReassembler reassembler = new HandshakeReassembler();
    private final FlightSender flight;
    private final Acknowledger acks;
    private final Tally tally;
    private Handshake handshake;
    private boolean hasRefusedRenegotiation;
    private @Nullable HandshakeException doubt;
    private int accepted;

    DtlsAssociation(
            DtlsRole role,
            DtlsConfig config,
            DatagramSink below,
            PacketPool pool,
            SecureRandom random,
            EphemeralKeys keys,
            Timers<DtlsTimer> timers,
            Tally tally,
            HandshakeParts.CertificateCheck check) {
        this.tally = tally;
        reader = new DtlsRecordReader(pool, tally);
        writer = new DtlsRecordWriter(below, tally);
        flight = new FlightSender(config, writer, pool, timers, tally);
        acks = new Acknowledger(writer, pool, timers);
        HandshakeParts parts = new HandshakeParts(config, random, keys, flight, reader, writer, check);
        handshake = role == DtlsRole.CLIENT ? new ClientOpening(parts) : new ServerOpening(parts);
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

    Acknowledger acks() {
        return acks;
    }

    Handshake handshake() {
        return handshake;
    }

    /** Sends the ClientHello, as the client does. */
    void start(long nowNanos) {
        if (handshake instanceof ClientOpening client) {
            client.start(nowNanos);
        }
    }

    /**
     * Handles a record of handshake messages or of parts of them.
     *
     * @return whether the peer asks for a renegotiation, for the first time
     */
    boolean handshake(long epoch, long sequence, Packet content, long nowNanos) throws HandshakeException {
        boolean wasComplete = handshake.isComplete();
        int flightsBefore = flight.flights();
        boolean isWelcome = content.length() > 0;
        boolean asksToRenegotiate = false;
        long keysBefore = handshake.readKeys();
        int at = 0;
        while (at < content.length()) {
            if (handshake.readKeys() != keysBefore) {
                throw new HandshakeException(
                        AlertDescription.UNEXPECTED_MESSAGE, "a message follows new keys in the record of the old");
            }
            HandshakeFragment fragment = HandshakeFragment.parse(content, at);
            if (fragment == null) {
                tally.droppedMalformed++;
                isWelcome = false;
                break;
            }
            if (handshake.mayCome(fragment.type(), epoch, reassembler.isOld(fragment))) {
                isWelcome &= fragment(fragment, content, at, epoch, nowNanos);
            } else {
                tally.droppedUnexpected++;
                isWelcome = false;
                asksToRenegotiate |= wasComplete && handshake instanceof Handshake12 && !hasRefusedRenegotiation;
            }
            at += HandshakeFragment.HEADER_BYTES + fragment.fragmentLength();
        }
        if (handshake instanceof Handshake13 && isWelcome) {
            acknowledge(epoch, sequence, wasComplete, flight.flights() != flightsBefore, nowNanos);
        }
        hasRefusedRenegotiation |= asksToRenegotiate;
        return asksToRenegotiate;
    }

    /**
     * Acknowledges a record. A flight of ours acknowledges by itself; records without one, a server's last message and
     * all later ones, are acknowledged at once.
     */
    private void acknowledge(long epoch, long sequence, boolean wasComplete, boolean isAnswered, long nowNanos) {
        if (wasComplete || (handshake.isComplete() && handshake.role == DtlsRole.SERVER)) {
            acks.answer(epoch, sequence);
        } else if (isAnswered) {
            acks.clear();
        } else if (epoch > 0 || handshake.role == DtlsRole.CLIENT) {
            acks.note(epoch, sequence, flight.timeout().nanos(), nowNanos);
        }
    }

    /** Handles a fragment, and returns whether it, or the one that it repeats, was kept. */
    private boolean fragment(HandshakeFragment fragment, Packet content, int at, long epoch, long nowNanos)
            throws HandshakeException {
        switch (reassembler.add(fragment, content, at, epoch == 0)) {
            case OLD -> flight.peerRepeats(nowNanos);
            case REFUSED -> {
                tally.droppedUnexpected++;
                return false;
            }
            case TAKEN -> {
                return messages(nowNanos);
            }
        }
        return true;
    }

    /** Passes the complete messages to the handshake. Returns whether all of them were accepted. */
    private boolean messages(long nowNanos) throws HandshakeException {
        boolean allAccepted = true;
        for (RawHandshake m = reassembler.peek(); m != null; m = reassembler.peek()) {
            Handshake next;
            try {
                next = handshake.receive(m, nowNanos);
            } catch (HandshakeException e) {
                if (!reassembler.cameInTheClear()) {
                    throw e;
                }
                // anybody can have written it: the genuine message with this number may still come
                reassembler.reject();
                tally.droppedUnexpected++;
                doubt = e;
                allAccepted = false;
                continue;
            }
            reassembler.accept();
            accepted++;
            doubt = null;
            if (next != handshake && next instanceof Handshake13) {
                reassembler.forgetParts();
            }
            handshake = next;
        }
        return allAccepted;
    }

    /** Returns the number of the peer's messages that were accepted. */
    int accepted() {
        return accepted;
    }

    /**
     * Returns why the last unencrypted message was rejected, or null if a message was accepted since. The reason is
     * returned once and then forgotten.
     */
    @Nullable
    HandshakeException takeDoubt() {
        HandshakeException taken = doubt;
        doubt = null;
        return taken;
    }

    /** Handles an encrypted acknowledgement. */
    void acknowledged(Ack ack, long nowNanos) {
        if (flight.acknowledge(ack, nowNanos) && handshake instanceof Handshake13 peerOf13) {
            peerOf13.flightArrived(nowNanos);
        }
    }

    /** Repeats the flight, since its timer has expired. */
    void timedOut(long nowNanos) {
        if (flight.timeout(nowNanos) && handshake instanceof Handshake13 peerOf13) {
            peerOf13.updateWherePossible(nowNanos);
        }
    }

    /** Forgets secrets and releases packets. */
    void discard() {
        flight.discard();
        acks.clear();
        reader.discard();
        writer.discard();
        handshake.wipe();
    }
}
