package dev.plumb.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Timers;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.Tally;
import dev.plumb.dtls.suite.Alert;
import dev.plumb.dtls.suite.AlertDescription;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DTLS association with one peer. It answers a ClientHello even before {@link #start}. It becomes connected, and
 * hands out application data, only when the peer's fingerprint is known and matches. Like every engine, it is
 * single-threaded.
 *
 * <p>{@link #receive} takes a whole datagram. {@link #pollPacket()} returns one record's application data at a time.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9147 RFC 9147, The Datagram Transport Layer Security (DTLS) Protocol Version 1.3
 * @spec https://www.rfc-editor.org/rfc/rfc6347 RFC 6347, Datagram Transport Layer Security Version 1.2
 * @spec https://www.rfc-editor.org/rfc/rfc8842#section-5.5 RFC 8842 5.5, DTLS Association Establishment
 */
public final class DtlsConnection implements Engine<DtlsEvent> {
    /** Application data that is kept until the handshake is complete and the peer verified. */
    private static final int EARLY_PACKETS = 64;

    private static final int MAX_RECORD_CONTENT_BYTES = 1 << 14;

    /**
     * The time in nanoseconds to wait before an unencrypted message or alert ends the handshake, because it may be
     * forged.
     */
    private static final long DOUBT_NANOS = 10_000_000_000L;

    private final DtlsConfig config;
    private final DatagramSink below;
    private final PacketPool pool;
    private final SecureRandom random;
    private final EphemeralKeys keys;
    private final Tally tally = new Tally();
    private final Timers<DtlsTimer> timers = new Timers<>(DtlsTimer.class);
    private final ArrayDeque<DtlsEvent> events = new ArrayDeque<>();
    private final ArrayDeque<Packet> packets = new ArrayDeque<>();
    private final ArrayDeque<Packet> early = new ArrayDeque<>();

    private DtlsState state = new DtlsState.New();
    private List<DtlsFingerprint> remoteFingerprints = List.of();
    private DtlsAssociation association;
    private long nowNanos;
    private long roundTripNanos;
    private boolean isPathAlive = true;
    private @Nullable DtlsFingerprint presented;
    /** The action that ends the connection if nothing dispels the doubt in time; null when there is no doubt. */
    private @Nullable Runnable endInDoubt;

    /**
     * Creates a connection that waits for {@link #start}, or for a ClientHello.
     *
     * @param config the configuration
     * @param below takes its datagrams
     * @param pool the pool of its packets
     * @param random the source of randoms and keys
     */
    public DtlsConnection(DtlsConfig config, DatagramSink below, PacketPool pool, SecureRandom random) {
        this.config = config;
        this.below = below;
        this.pool = pool;
        this.random = random;
        this.keys = new EphemeralKeys(random);
        this.association = newAssociation(DtlsRole.SERVER);
    }

    private DtlsAssociation newAssociation(DtlsRole role) {
        return new DtlsAssociation(role, config, below, pool, random, keys, timers, tally, this::check);
    }

    /** Returns the association, for tests. */
    DtlsAssociation association() {
        return association;
    }

    /** Makes a key of the handshake now, while there is time; it costs what it would cost later. */
    public void prepare() {
        keys.prepare();
    }

    /**
     * Sets the path's round-trip time, from which the time to the first retransmission follows. The handshake measures
     * it, too.
     *
     * @param nanos the time, above 0
     */
    public void roundTripTime(long nanos) {
        if (nanos <= 0) {
            throw new IllegalArgumentException("a round-trip time is above 0, not " + nanos);
        }
        roundTripNanos = nanos;
        association.flight().timeout().learn(nanos);
    }

    /**
     * Reports whether datagrams get through to the peer. While they do not, the handshake's timers stand still. When
     * they do again, the handshake gets its full time anew, and an unanswered flight is sent again at once. The path is
     * taken to be alive at first.
     *
     * @param lives whether datagrams get through
     */
    public void path(boolean lives, long changeNanos) {
        if (lives == isPathAlive || isEnded()) {
            isPathAlive = lives;
            return;
        }
        isPathAlive = lives;
        nowNanos = changeNanos;
        if (lives) {
            limitHandshake();
            association.flight().resume(changeNanos);
        } else {
            timers.stop(DtlsTimer.HANDSHAKE);
            dispelDoubt();
            association.flight().pause();
        }
    }

    /** Starts the handshake's timeout if a handshake is under way and the path is alive. */
    private void limitHandshake() {
        boolean isUnderWay = state instanceof DtlsState.Connecting
                || (state instanceof DtlsState.New && association.handshake().isBegun());
        if (isPathAlive && isUnderWay && !association.handshake().isComplete()) {
            timers.set(DtlsTimer.HANDSHAKE, nowNanos + config.handshakeTimeout().toNanos());
        }
    }

    /** Returns the state. */
    public DtlsState state() {
        return state;
    }

    /** Returns the counts so far. */
    public DtlsCounters counters() {
        return DtlsCounters.of(tally);
    }

    /**
     * Begins, now that signalling has said which side we are and how to know the peer. Does nothing where the peer has
     * ended the connection already; the state tells.
     *
     * @param role the role of this side
     * @param fingerprints the peer's certificate must match one of them; those of an unknown algorithm match nothing
     * @throws IllegalStateException where it was started before
     * @throws IllegalArgumentException without any fingerprint
     */
    public void start(DtlsRole role, Collection<DtlsFingerprint> fingerprints, long startNanos) {
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("start needs at least one fingerprint of the peer's certificate");
        }
        if (isEnded()) {
            return;
        }
        if (!(state instanceof DtlsState.New)) {
            throw new IllegalStateException("started already: make a new connection for another peer");
        }
        nowNanos = startNanos;
        remoteFingerprints = List.copyOf(fingerprints);
        to(new DtlsState.Connecting(role), "started");
        limitHandshake();
        if (role == DtlsRole.CLIENT) {
            association.discard();
            release(early);
            association = newAssociation(DtlsRole.CLIENT);
            if (roundTripNanos > 0) {
                association.flight().timeout().learn(roundTripNanos);
            }
            association.start(startNanos);
        } else {
            startServer();
        }
    }

    private void startServer() {
        Optional<PeerCertificate> peer = association.handshake().peer();
        try {
            if (peer.isPresent()) {
                check(peer.get());
            }
            connectWhenComplete();
        } catch (HandshakeException e) {
            fail(e);
        }
    }

    @Override
    public void receive(Packet borrowed, long arrivalNanos) {
        if (isEnded()) {
            tally.droppedUnexpected++;
            return;
        }
        nowNanos = arrivalNanos;
        tally.datagramsReceived++;
        tally.bytesReceived += borrowed.length();
        association.reader().read(borrowed, this::record);
        if (!isEnded()) {
            association.reader().readHeld(this::record);
        }
    }

    private void record(int contentType, long epoch, long sequence, Packet ownedContent) {
        if (contentType == ContentType.APPLICATION_DATA
                && !isEnded()
                && association.handshake().mayCarryData(epoch)) {
            applicationData(ownedContent);
            return;
        }
        if (isEnded() || (epoch == 0 && association.handshake().isComplete())) {
            tally.droppedUnexpected++; // after the handshake nothing in the clear counts
        } else if (contentType == ContentType.HANDSHAKE) {
            handshake(epoch, sequence, ownedContent);
        } else if (contentType == ContentType.ALERT) {
            alert(epoch, ownedContent);
        } else if (contentType == ContentType.ACK && epoch > 0 && association.handshake() instanceof Handshake13) {
            acknowledgement(ownedContent);
        } else if (contentType != ContentType.CHANGE_CIPHER_SPEC) {
            tally.droppedUnexpected++; // the epoch in each record says what ChangeCipherSpec would
        }
        ownedContent.release();
    }

    private void applicationData(Packet ownedContent) {
        if (state instanceof DtlsState.Connected) {
            packets.add(ownedContent);
        } else if (early.size() < EARLY_PACKETS) {
            early.add(ownedContent);
        } else {
            tally.droppedEarly++;
            ownedContent.release();
        }
    }

    /**
     * Handles an acknowledgement. One in the clear is ignored: anybody can write it, and the flight would not be
     * repeated.
     */
    private void acknowledgement(Packet content) {
        Ack ack = Ack.parse(content);
        if (ack == null) {
            tally.droppedMalformed++;
        } else {
            association.acknowledged(ack, nowNanos);
        }
    }

    private void handshake(long epoch, long sequence, Packet content) {
        int acceptedBefore = association.accepted();
        try {
            if (association.handshake(epoch, sequence, content, nowNanos)) {
                sendAlert(Alert.warning(AlertDescription.NO_RENEGOTIATION));
            }
            if (association.accepted() != acceptedBefore) {
                dispelDoubt();
            }
            HandshakeException doubt = association.takeDoubt();
            if (doubt != null) {
                doubt(() -> fail(doubt));
            }
            if (state instanceof DtlsState.New && !timers.running(DtlsTimer.HANDSHAKE)) {
                limitHandshake();
            }
            connectWhenComplete();
        } catch (HandshakeException e) {
            fail(e);
        }
    }

    /**
     * Notes that an unencrypted message or alert would end the handshake, which may be forged. Before {@link #start}
     * this has no effect. Afterwards the handshake ends when none of the peer's messages is accepted for a while.
     */
    private void doubt(Runnable end) {
        if (state instanceof DtlsState.Connecting && endInDoubt == null && isPathAlive) {
            endInDoubt = end;
            timers.set(DtlsTimer.DOUBT, nowNanos + DOUBT_NANOS);
        }
    }

    private void dispelDoubt() {
        endInDoubt = null;
        timers.stop(DtlsTimer.DOUBT);
    }

    private void connectWhenComplete() {
        if (!association.handshake().isComplete()) {
            return;
        }
        timers.stop(DtlsTimer.HANDSHAKE);
        dispelDoubt();
        if (state instanceof DtlsState.Connecting) {
            DtlsSession session = association.handshake().session();
            to(new DtlsState.Connected(session), "handshake complete");
            events.add(new DtlsEvent.Connected(session));
            packets.addAll(early);
            early.clear();
        }
    }

    /** Passes while the fingerprints are not known yet: {@link #start} asks again. */
    private void check(PeerCertificate peer) throws HandshakeException {
        boolean isKnown = remoteFingerprints.stream().anyMatch(fingerprint -> fingerprint.matches(peer.der()));
        if (remoteFingerprints.isEmpty() || isKnown) {
            return;
        }
        presented = DtlsFingerprint.of("sha-256", peer.der());
        throw new HandshakeException(
                AlertDescription.BAD_CERTIFICATE,
                DtlsFailure.FINGERPRINT,
                "the peer's certificate has none of the fingerprints from signalling");
    }

    private void alert(long epoch, Packet content) {
        Alert alert = Alert.parse(content);
        if (alert == null) {
            tally.droppedMalformed++;
            return;
        }
        Handshake handshake = association.handshake();
        if (!handshake.isBegun() || (epoch == 0 && !handshake.believesPlainAlerts())) {
            tally.droppedUnexpected++;
            return;
        }
        boolean ends = alert.is(AlertDescription.CLOSE_NOTIFY)
                || alert.isFatal()
                || (handshake.takesAlertsAsFatal() && !alert.is(AlertDescription.USER_CANCELED));
        if (epoch == 0) {
            tally.droppedUnexpected++;
            if (ends) {
                doubt(() -> endBy(alert, false));
            }
        } else if (ends) {
            endBy(alert, true);
        } else {
            events.add(new DtlsEvent.AlertReceived(alert, true));
        }
    }

    private void endBy(Alert alert, boolean isAuthenticated) {
        events.add(new DtlsEvent.AlertReceived(alert, isAuthenticated));
        if (alert.is(AlertDescription.CLOSE_NOTIFY)) {
            sendAlert(Alert.warning(AlertDescription.CLOSE_NOTIFY));
            end(new DtlsState.Closed(), "closed by the peer");
        } else {
            String detail = "the peer sent " + alert;
            end(new DtlsState.Failed(DtlsFailure.ALERT_RECEIVED, detail), detail);
        }
    }

    private void sendAlert(Alert alert) {
        Packet packet = pool.take();
        byte[] bytes = alert.toBytes();
        packet.set(bytes, 0, bytes.length);
        association.writer().wrap(packet, ContentType.ALERT);
        association.writer().send(packet);
        events.add(new DtlsEvent.AlertSent(alert));
    }

    private void fail(HandshakeException cause) {
        DtlsFingerprint wrong = presented;
        if (cause.failure() == DtlsFailure.FINGERPRINT && wrong != null) {
            events.add(new DtlsEvent.FingerprintFailure(remoteFingerprints, wrong));
        }
        sendAlert(Alert.fatal(cause.alert()));
        end(new DtlsState.Failed(cause.failure(), cause.detail()), cause.detail());
    }

    /**
     * Sends one record.
     *
     * @param owned the packet, at most 16384 bytes, encrypted in place; released also where this throws
     * @throws IllegalStateException where the state is not {@link DtlsState.Connected}
     */
    public void sendApplicationData(Packet owned, long sendNanos) {
        if (!(state instanceof DtlsState.Connected)) {
            owned.release();
            throw new IllegalStateException("not connected: wait for DtlsEvent.Connected before sending");
        }
        if (owned.length() > MAX_RECORD_CONTENT_BYTES) {
            int bytes = owned.length();
            owned.release();
            throw new IllegalArgumentException("a record holds at most 16384 bytes, not " + bytes);
        }
        nowNanos = sendNanos;
        association.writer().wrap(owned, ContentType.APPLICATION_DATA);
        association.writer().send(owned);
        if (association.handshake() instanceof Handshake13 handshake) {
            try {
                handshake.replaceWornKeys(sendNanos);
            } catch (HandshakeException e) {
                fail(e);
            }
        }
    }

    /**
     * Changes to new keys in DTLS 1.3. That happens by itself long before the old ones have protected too much; in DTLS
     * 1.2 it does nothing. The epoch changes when the peer has acknowledged it.
     *
     * @param asksPeer whether the peer is asked for new keys of its own
     * @throws IllegalStateException where the state is not {@link DtlsState.Connected}
     * @spec https://www.rfc-editor.org/rfc/rfc9147#section-8 RFC 9147 8, Key Updates
     */
    public void updateKeys(boolean asksPeer, long updateNanos) {
        if (!(state instanceof DtlsState.Connected)) {
            throw new IllegalStateException("not connected: wait for DtlsEvent.Connected before updating keys");
        }
        nowNanos = updateNanos;
        if (association.handshake() instanceof Handshake13 handshake) {
            handshake.updateKeys(asksPeer, updateNanos);
        }
    }

    /** Sends the peer a closing alert, and forgets all secrets. Closing again does nothing. */
    public void close(long closeNanos) {
        if (state instanceof DtlsState.Closed) {
            return;
        }
        nowNanos = closeNanos;
        if (!isEnded() && association.handshake().isBegun()) {
            sendAlert(Alert.warning(AlertDescription.CLOSE_NOTIFY));
        }
        end(new DtlsState.Closed(), "closed");
    }

    private void end(DtlsState next, String reason) {
        timers.stopAll();
        endInDoubt = null;
        association.discard();
        release(early);
        to(next, reason);
    }

    private boolean isEnded() {
        return state instanceof DtlsState.Closed || state instanceof DtlsState.Failed;
    }

    private static void release(ArrayDeque<Packet> queue) {
        for (Packet p = queue.poll(); p != null; p = queue.poll()) {
            p.release();
        }
    }

    private void to(DtlsState next, String reason) {
        DtlsState from = state;
        state = next;
        events.add(new DtlsEvent.StateChanged(from, next, reason));
    }

    /**
     * Derives keying material for another protocol.
     *
     * @param label the protocol's own label
     * @param context the context, up to 65535 bytes, or null for none, which in DTLS 1.2 is not the same as an empty
     *     one
     * @param lengthBytes bytes wanted
     * @throws IllegalStateException where the state is not {@link DtlsState.Connected}
     * @spec https://www.rfc-editor.org/rfc/rfc5705#section-4 RFC 5705 4, Exporter Definition
     * @spec https://www.rfc-editor.org/rfc/rfc8446#section-7.5 RFC 8446 7.5, Exporters
     */
    public byte[] exportKeyingMaterial(String label, byte @Nullable [] context, int lengthBytes) {
        if (!(state instanceof DtlsState.Connected)) {
            throw new IllegalStateException("not connected: wait for DtlsEvent.Connected before exporting keys");
        }
        return association.handshake().export(label, context, lengthBytes);
    }

    /**
     * Returns the keys for SRTP, or empty if no profile was agreed on. The caller wipes them after use.
     *
     * @throws IllegalStateException where the state is not {@link DtlsState.Connected}
     * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.2 RFC 5764 4.2, Key Derivation
     */
    public Optional<SrtpKeys> srtpKeys() {
        if (!(state instanceof DtlsState.Connected(DtlsSession session))) {
            throw new IllegalStateException("not connected: wait for DtlsEvent.Connected before exporting keys");
        }
        return session.srtpProfile().map(profile -> srtpKeys(profile, session.role() == DtlsRole.CLIENT));
    }

    private SrtpKeys srtpKeys(SrtpProfile profile, boolean isClient) {
        byte[] exported = exportKeyingMaterial(SrtpKeys.EXPORTER_LABEL, null, SrtpKeys.exportedBytes(profile));
        SrtpKeys keys = SrtpKeys.split(profile, exported, isClient);
        Arrays.fill(exported, (byte) 0);
        return keys;
    }

    @Override
    public void timeout(long timeoutNanos) {
        nowNanos = timeoutNanos;
        Runnable end = endInDoubt;
        if (timers.expire(DtlsTimer.DOUBT, timeoutNanos) && end != null) {
            end.run();
        }
        if (timers.expire(DtlsTimer.HANDSHAKE, timeoutNanos)) {
            String detail = "the handshake was not complete after " + config.handshakeTimeout();
            end(new DtlsState.Failed(DtlsFailure.TIMEOUT, detail), detail);
        }
        if (timers.expire(DtlsTimer.ACK, timeoutNanos)) {
            association.acks().send();
        }
        if (timers.expire(DtlsTimer.RETRANSMIT, timeoutNanos)) {
            association.timedOut(timeoutNanos);
        }
    }

    @Override
    public long deadlineNanos() {
        return timers.nextNanos();
    }

    @Override
    public @Nullable Packet pollPacket() {
        return packets.poll();
    }

    @Override
    public @Nullable DtlsEvent pollEvent() {
        return events.poll();
    }
}
