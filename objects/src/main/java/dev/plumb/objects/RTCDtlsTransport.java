package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.dtls.DtlsConfig;
import dev.plumb.dtls.DtlsConnection;
import dev.plumb.dtls.DtlsCounters;
import dev.plumb.dtls.DtlsEvent;
import dev.plumb.dtls.DtlsFailure;
import dev.plumb.dtls.DtlsFingerprint;
import dev.plumb.dtls.DtlsRole;
import dev.plumb.dtls.DtlsSession;
import dev.plumb.dtls.DtlsState;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.ice.agent.IceCounters;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.rtp.rtp.SessionStats;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A DTLS transport, which encrypts the data that is sent over an ICE transport. It lets nothing through before the
 * peer's certificate has the announced fingerprint. RTP is protected by SRTP with keys of its handshake, data channels
 * by its records.
 *
 * @spec https://draft.ortc.org/#rtcdtlstransport* ORTC 4, The RTCDtlsTransport Object
 */
public final class RTCDtlsTransport implements AutoCloseable {
    /**
     * The most datagrams kept until ICE has validated the candidate pair that they arrived on. A first flight has one
     * to three; media may follow it.
     */
    private static final int HELD_AT_MOST = 32;

    private final Agent agent;
    private final RTCIceTransport ice;
    private final List<RTCCertificate> certificates;
    private final DtlsConnection engine;
    private final EngineDriver<DtlsEvent> driver;
    private final EventSource<RTCDtlsTransportState> stateChanges = new EventSource<>();
    private final EventSource<RTCError> errors = new EventSource<>();
    private final MediaTransport media;
    private final MustUnderstand mustUnderstand;
    private volatile RTCDtlsTransportState state = RTCDtlsTransportState.NEW;
    private volatile @Nullable RTCDtlsParameters remoteParameters;
    private volatile @Nullable DtlsSession session;
    private volatile RTCDtlsRole role = RTCDtlsRole.AUTO;
    private final Queue<Packet> held = new ArrayDeque<>();
    private long heldInVain;
    private boolean handshakeStarted;
    private volatile String failureReason = "";
    private OptionalInt receivedAlert = OptionalInt.empty();
    private OptionalInt sentAlert = OptionalInt.empty();
    private @Nullable RTCSctpTransport sctp;
    private long packetsSent;
    private long bytesSent;

    RTCDtlsTransport(Agent agent, RTCIceTransport ice, List<RTCCertificate> certificates, RTCDtlsOptions options) {
        if (ice.state() == RTCIceTransportState.CLOSED) {
            throw RTCException.invalidState("the ICE transport is closed");
        }
        if (certificates.isEmpty()) {
            throw RTCException.typeError("a DTLS transport needs a certificate");
        }
        for (RTCCertificate certificate : certificates) {
            if (certificate.expiresUnixMillis() <= agent.loop().wallNanos() / 1_000_000L) {
                throw RTCException.invalidAccess("a certificate has expired; generate a new one");
            }
        }
        ice.iceGatherer().checkCertificates(certificates);
        this.agent = agent;
        this.ice = ice;
        this.certificates = List.copyOf(certificates);
        this.engine = new DtlsConnection(
                config(certificates.getFirst(), options),
                this::down,
                agent.loop().pool(),
                agent.random());
        engine.prepare();
        this.driver = new EngineDriver<>(agent.loop(), engine, this::applicationData, this::event);
        this.media = new MediaTransport(agent, this);
        this.mustUnderstand = new MustUnderstand(agent);
        ice.attach(this, this::receive);
    }

    private static DtlsConfig config(RTCCertificate certificate, RTCDtlsOptions options) {
        return DtlsConfig.of(certificate.toEngine())
                .withVersions(options.versions().stream()
                        .map(version -> switch (version) {
                            case DTLS_1_3 -> DtlsVersion.DTLS_1_3;
                            case DTLS_1_2 -> DtlsVersion.DTLS_1_2;
                        })
                        .toArray(DtlsVersion[]::new))
                .withSrtpProfiles(options.srtpProfiles())
                .withGroups(options.keyGroups().stream()
                        .map(group -> switch (group) {
                            case X25519MLKEM768 -> NamedGroup.X25519MLKEM768;
                            case X25519 -> NamedGroup.X25519;
                            case SECP256R1 -> NamedGroup.SECP256R1;
                            case SECP384R1 -> NamedGroup.SECP384R1;
                        })
                        .toList());
    }

    // ---- the object -------------------------------------------------------------------------------------------------

    /** Returns the ICE transport that this transport sends on. */
    public RTCIceTransport transport() {
        return ice;
    }

    /** Returns its state. */
    public RTCDtlsTransportState state() {
        return state;
    }

    /** Returns the role: client or server once it is known, auto before. */
    public RTCDtlsRole role() {
        return role;
    }

    /** Returns its role, also before the handshake where the peer's parameters decide it; empty where they do not. */
    Optional<RTCDtlsRole> agreedRole() {
        RTCDtlsRole theirs = getRemoteParameters().map(RTCDtlsParameters::role).orElse(RTCDtlsRole.AUTO);
        if (role != RTCDtlsRole.AUTO || theirs == RTCDtlsRole.AUTO) {
            return role == RTCDtlsRole.AUTO ? Optional.empty() : Optional.of(role);
        }
        return Optional.of(theirs == RTCDtlsRole.SERVER ? RTCDtlsRole.CLIENT : RTCDtlsRole.SERVER);
    }

    /** Returns its certificates. */
    public List<RTCCertificate> getCertificates() {
        return certificates;
    }

    /** Returns the parameters to tell the peer. */
    public RTCDtlsParameters getLocalParameters() {
        RTCDtlsParameters plain =
                new RTCDtlsParameters(role, certificates.getFirst().getFingerprints());
        return agent.isClosed() ? plain : agent.call(() -> plain.withExtensions(mustUnderstand.local()));
    }

    /**
     * Requires that the peer understands an extension: the transport starts only with parameters that name it.
     *
     * @param name the name, as in {@link RTCExtension}
     */
    public void require(String name) {
        agent.run(() -> mustUnderstand.require(name));
    }

    /** Returns the peer's parameters given to {@link #start}, or empty before. */
    public Optional<RTCDtlsParameters> getRemoteParameters() {
        return Optional.ofNullable(remoteParameters);
    }

    /** Returns the peer's certificates in DER, or none before connected. */
    public List<byte[]> getRemoteCertificates() {
        DtlsSession s = session;
        return s == null ? List.of() : List.of(s.peerCertificateDer().clone());
    }

    /**
     * Returns the group in which keys were agreed, such as {@code X25519MLKEM768}, or empty before connected. Not in
     * ORTC or WebRTC.
     */
    public Optional<String> getKeyAgreementGroup() {
        return session().map(agreed -> agreed.group().name());
    }

    /** Registers a listener that is called on the loop when the state has changed. */
    public Registration onStateChange(Consumer<RTCDtlsTransportState> listener) {
        return stateChanges.add(listener);
    }

    /** Registers a listener that is called on the loop when DTLS fails, as by a wrong fingerprint or an alert. */
    public Registration onError(Consumer<RTCError> listener) {
        return errors.add(listener);
    }

    /**
     * Begins the handshake with the peer's parameters, as soon as ICE has a pair. It may be called once.
     *
     * @throws RTCException InvalidStateError where it was started or is closed; TypeError without a fingerprint;
     *     NotSupportedError where one side requires an extension of which the other knows nothing
     */
    public void start(RTCDtlsParameters remote) {
        agent.run(() -> {
            if (state == RTCDtlsTransportState.CLOSED || state == RTCDtlsTransportState.FAILED) {
                throw RTCException.invalidState("the DTLS transport is " + state.spec() + "; make a new one");
            }
            if (remoteParameters != null) {
                throw RTCException.invalidState("a DTLS transport is started once");
            }
            if (remote.fingerprints().isEmpty()) {
                throw RTCException.typeError("the peer's parameters hold no fingerprint");
            }
            mustUnderstand.check(remote.extensions());
            remoteParameters = remote;
            startHandshakeWherePossible();
        });
    }

    /** Ends it, telling the peer. */
    public void stop() {
        close();
    }

    /** Closes the transport, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> {
            if (state != RTCDtlsTransportState.CLOSED) {
                media.close();
                if (sctp != null) {
                    sctp.close();
                }
                driver.call(() -> engine.close(now()));
                driver.stop();
                // where a listener of the engine's own closes, the engine tells of it only after that
                closedByEngine();
            }
        });
    }

    /** Returns the statistics of the transport and its ICE transport, and their pairs, candidates and certificates. */
    public RTCStatsReport getStats() {
        return agent.call(() -> new TransportStats(this, agent.loop().wallNanos() / 1e6).report());
    }

    /** Returns the numbers of received packets that this transport and its ICE transport have dropped, by reason. */
    public RTCDroppedPackets getDroppedPackets() {
        return agent.call(() -> {
            IceCounters i = ice.engine().counters();
            DtlsCounters d = engine.counters();
            SessionStats m = media.sessionStats();
            return new RTCDroppedPackets(
                    ice.unroutable(),
                    i.malformed(),
                    i.unauthenticatedRequests() + i.unauthenticatedResponses(),
                    i.unknownResponses() + i.asymmetricResponses(),
                    heldInVain,
                    d.droppedMalformed(),
                    d.droppedForged(),
                    d.droppedReplayed(),
                    d.droppedEarly() + d.droppedUnexpected(),
                    m.notRtp() + m.malformed(),
                    m.authenticationFailures(),
                    m.replayed(),
                    m.droppedBeforeKeys(),
                    m.srtpSsrcsRefused(),
                    m.srtpSsrcsExpired());
        });
    }

    // ---- handshake --------------------------------------------------------------------------------------------------

    private void startHandshakeWherePossible() {
        RTCDtlsParameters remote = remoteParameters;
        if (remote == null || handshakeStarted || state == RTCDtlsTransportState.CLOSED) {
            return;
        }
        boolean auto = remote.role() == RTCDtlsRole.AUTO;
        if (!auto) {
            role = remote.role() == RTCDtlsRole.SERVER ? RTCDtlsRole.CLIENT : RTCDtlsRole.SERVER;
        }
        if (!ice.isUsable()) {
            return; // its timeout would run while nothing can arrive
        }
        if (auto) {
            role = ice.role() == RTCIceRole.CONTROLLED ? RTCDtlsRole.CLIENT : RTCDtlsRole.SERVER;
        }
        boolean client = role == RTCDtlsRole.CLIENT;
        handshakeStarted = true;
        List<DtlsFingerprint> fingerprints = remote.fingerprints().stream()
                .map(f -> new DtlsFingerprint(f.algorithm(), f.value()))
                .toList();
        ice.engine().selectedPair().ifPresent(pair -> {
            if (pair.currentRttNanos() > 0) {
                engine.roundTripTime(pair.currentRttNanos());
            }
        });
        driver.call(() -> engine.start(client ? DtlsRole.CLIENT : DtlsRole.SERVER, fingerprints, now()));
    }

    void iceStateChanged(RTCIceTransportState iceState) {
        if (iceState == RTCIceTransportState.CLOSED) {
            close();
        } else {
            boolean lives = ice.isUsable() && iceState != RTCIceTransportState.DISCONNECTED;
            driver.call(() -> engine.path(lives, now()));
            startHandshakeWherePossible();
            receiveHeld();
            if (iceState == RTCIceTransportState.FAILED && sctp != null) {
                sctp.peerVanished();
            } else if (iceState == RTCIceTransportState.CONNECTED && sctp != null) {
                sctp.peerReached();
            }
        }
    }

    /** Handles a change of the addresses that datagrams are sent between. */
    void pathChanged() {
        if (sctp != null) {
            sctp.pathChanged();
        }
    }

    /**
     * Keeps a copy of a datagram that arrived on a candidate pair which is not validated yet. The peer's ICE may have a
     * pair before this side's has. Its first flight could not be answered yet, and the peer would repeat it only much
     * later.
     */
    void hold(Packet borrowed) {
        if (state == RTCDtlsTransportState.CLOSED || state == RTCDtlsTransportState.FAILED) {
            return;
        }
        if (held.size() >= HELD_AT_MOST) {
            held.remove().release();
            heldInVain++;
        }
        held.add(agent.loop().pool().copyOf(borrowed).path(borrowed.path()).arrivalNanos(borrowed.arrivalNanos()));
    }

    /** Receives the kept datagrams of a candidate pair which has been validated by now. */
    void receiveHeld() {
        for (int left = held.size(); left > 0 && !held.isEmpty() && ice.isUsable(); left--) {
            Packet owned = held.remove();
            if (ice.hasValidated(owned.path())) {
                ice.receive(owned);
                owned.release();
            } else {
                held.add(owned);
            }
        }
    }

    private void event(DtlsEvent event) {
        switch (event) {
            case DtlsEvent.StateChanged changed -> {
                switch (changed.to()) {
                    case DtlsState.New n -> to(RTCDtlsTransportState.NEW);
                    case DtlsState.Connecting c -> to(RTCDtlsTransportState.CONNECTING);
                    case DtlsState.Connected c -> {}
                    case DtlsState.Closed c -> closedByEngine();
                    case DtlsState.Failed f -> failed(f);
                }
            }
            case DtlsEvent.Connected connected -> connected(connected.session());
            case DtlsEvent.AlertReceived alert -> {
                Logs.DTLS.log(Level.DEBUG, "{0}: the peer sent {1}", ice.statsId(), alert.alert());
                receivedAlert = OptionalInt.of(alert.alert().code());
            }
            case DtlsEvent.AlertSent alert -> {
                Logs.DTLS.log(Level.DEBUG, "{0}: sent {1}", ice.statsId(), alert.alert());
                sentAlert = OptionalInt.of(alert.alert().code());
            }
            case DtlsEvent.FingerprintFailure failure ->
                Logs.DTLS.log(
                        Level.INFO,
                        "{0}: the peer''s certificate has the fingerprint {1}, and signalling said {2}",
                        ice.statsId(),
                        failure.presented(),
                        failure.wanted());
        }
    }

    private void connected(DtlsSession newSession) {
        session = newSession;
        role = newSession.role() == DtlsRole.CLIENT ? RTCDtlsRole.CLIENT : RTCDtlsRole.SERVER;
        Optional<SrtpKeys> keys = engine.srtpKeys();
        if (keys.isPresent()) {
            media.keys(keys.get());
        }
        to(RTCDtlsTransportState.CONNECTED);
        if (sctp != null) {
            sctp.dtlsConnected();
        }
    }

    /** Returns a sentence that gives the reason of the failure, or empty where the transport has not failed. */
    public Optional<String> getFailureReason() {
        String reason = failureReason;
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    private void failed(DtlsState.Failed failure) {
        failureReason = failure.cause().toString().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + failure.detail();
        Logs.DTLS.log(Level.INFO, "{0} is failed: {1}", ice.statsId(), failureReason);
        RTCError.Detail detail = failure.cause() == DtlsFailure.FINGERPRINT
                ? RTCError.Detail.FINGERPRINT_FAILURE
                : RTCError.Detail.DTLS_FAILURE;
        state = RTCDtlsTransportState.FAILED;
        errors.fire(new RTCError(detail, failure.detail(), receivedAlert, sentAlert, OptionalInt.empty()));
        stateChanges.fire(RTCDtlsTransportState.FAILED);
        ended();
    }

    private void closedByEngine() {
        if (state == RTCDtlsTransportState.CLOSED) {
            return;
        }
        to(RTCDtlsTransportState.CLOSED);
        ended();
        ice.detach(this);
        agent.disown(this);
    }

    private void ended() {
        heldInVain += held.size();
        held.forEach(Packet::release);
        held.clear();
        media.transportEnded();
        if (sctp != null) {
            sctp.dtlsEnded();
        }
    }

    private void to(RTCDtlsTransportState next) {
        if (state != next) {
            Logs.DTLS.log(Level.INFO, "{0} is {1}", ice.statsId(), next.spec());
            state = next;
            stateChanges.fire(next);
        }
    }

    // ---- packets ----------------------------------------------------------------------------------------------------

    /**
     * Passes a packet on by its first byte.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc7983#section-7 RFC 7983 7, Updates to RFC 5764
     */
    private void receive(Packet borrowed) {
        if (borrowed.length() == 0) {
            return;
        }
        int first = borrowed.u8(0);
        if (first >= 20 && first <= 63) {
            driver.receive(borrowed);
        } else if (first >= 128 && first <= 191) {
            media.receive(borrowed);
        }
    }

    private void applicationData(Packet owned) {
        if (sctp != null) {
            sctp.receive(owned);
        }
        owned.release();
    }

    private void down(Packet owned) {
        packetsSent++;
        bytesSent += owned.length();
        ice.send(owned);
    }

    // ---- for its neighbours -----------------------------------------------------------------------------------------

    Agent agent() {
        return agent;
    }

    MediaTransport media() {
        return media;
    }

    /** Returns the fingerprint of the peer's certificate. There is one once connected. */
    RTCDtlsFingerprint remoteFingerprint() {
        DtlsFingerprint f =
                DtlsFingerprint.of("sha-256", getRemoteCertificates().getFirst());
        return new RTCDtlsFingerprint(f.algorithm(), f.value());
    }

    Optional<DtlsSession> session() {
        return Optional.ofNullable(session);
    }

    void attach(RTCSctpTransport transport) {
        if (sctp != null) {
            throw RTCException.invalidState("this DTLS transport has an SCTP transport already");
        }
        sctp = transport;
    }

    void detach(RTCSctpTransport transport) {
        if (sctp == transport) {
            sctp = null;
        }
    }

    /** Sends SCTP's packet in a record; dropped where not connected. */
    void sendApplicationData(Packet owned) {
        if (state == RTCDtlsTransportState.CONNECTED) {
            engine.sendApplicationData(owned, now());
        } else {
            owned.release();
        }
    }

    /** Sends a packet that SRTP has protected already. */
    void sendMedia(Packet owned) {
        down(owned);
    }

    long packetsSent() {
        return packetsSent;
    }

    long bytesSent() {
        return bytesSent;
    }

    private long now() {
        return agent.loop().nowNanos();
    }
}
