package dev.plumb.sctp;

import dev.plumb.sctp.common.SctpTimer;
import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ErrorChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.SctpParameter;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.StateCookieParameter;
import dev.plumb.sctp.packet.Tlv;
import dev.plumb.sctp.packet.UnknownParameter;
import dev.plumb.sctp.packet.UnrecognizedParameter;
import dev.plumb.sctp.packet.ZeroChecksumParameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the association up: the four-way handshake, both sides at once as well.
 *
 * <p>Tag and initial TSN are chosen once, so that every INIT and INIT ACK sent before the association stands bears the
 * same.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-5 RFC 9260 5, Association Initialization
 */
final class SctpHandshake {
    private static final int COOKIE_BYTES_AT_MOST = 4096;
    private static final int REPORTED_BYTES_AT_MOST = 256;
    private static final int STALE_COOKIES_AT_MOST = 3;

    private final SctpContext context;
    private final SendQueue sendQueue;
    private final Heartbeats heartbeats;
    private final CookieSealer sealer;
    private final long localTag;
    private final long localInitialTsn;
    private CookieEchoChunk echo = new CookieEchoChunk(new byte[0]);
    private int attempts;
    private int staleCookies;

    SctpHandshake(SctpContext context, SendQueue sendQueue, Heartbeats heartbeats) {
        this.context = context;
        this.sendQueue = sendQueue;
        this.heartbeats = heartbeats;
        this.sealer = new CookieSealer(context.random);
        this.localTag = context.randomTag();
        this.localInitialTsn = context.random.nextInt() & 0xffff_ffffL;
    }

    /** Returns the tag of the peer's packets before the association is established. */
    long localTag() {
        return localTag;
    }

    void connect(long nowNanos) {
        attempts = 0;
        context.to(new SctpState.CookieWait(nowNanos), "connecting");
        sendInit(nowNanos);
    }

    private void sendInit(long nowNanos) {
        // a peer that did not answer may be one that drops what it does not know
        List<SctpParameter> parameters = NegotiatedCapabilities.announced(context.config, attempts == 0);
        context.writer.sendAlone(0, new InitChunk(fields(localTag, localInitialTsn, parameters)));
        context.timers.set(SctpTimer.T1_INIT, nowNanos + context.backedOffNanos(attempts));
    }

    private void sendEcho(long nowNanos) {
        context.writer.add(echo);
        context.timers.set(SctpTimer.T1_COOKIE, nowNanos + context.backedOffNanos(attempts));
    }

    private InitFields fields(long tag, long tsn, List<SctpParameter> parameters) {
        SctpConfig config = context.config;
        return new InitFields(tag, config.receiveWindowBytes(), config.streams(), config.streams(), tsn, parameters);
    }

    /** Handles an INIT or COOKIE ECHO that was not answered. */
    void timedOut(SctpTimer timer, long nowNanos) {
        if (++attempts > context.config.maxInitRetransmits()) {
            context.close(SctpState.Cause.TIMEOUT, "the peer does not answer: handshake");
        } else if (timer == SctpTimer.T1_INIT) {
            sendInit(nowNanos);
        } else {
            sendEcho(nowNanos);
        }
    }

    // ---- INIT -------------------------------------------------------------------------------------------------------

    /** Answers an INIT, in any state but closed; nothing is kept but what the cookie holds. */
    void onInit(InitFields peer, long nowNanos) {
        if (!peer.isValid()) {
            context.counters.protocolErrors++;
            if (peer.initiateTag() != 0) {
                context.writer.sendAlone(
                        peer.initiateTag(),
                        new AbortChunk(false, List.of(ErrorCause.of(ErrorCause.INVALID_MANDATORY_PARAMETER))));
            }
            return;
        }
        if (context.state instanceof SctpState.ShutdownAckSent) {
            context.writer.add(new ShutdownAckChunk());
            return;
        }
        StateCookie cookie = cookieFor(peer, nowNanos);
        List<SctpParameter> parameters = new ArrayList<>(
                NegotiatedCapabilities.announced(context.config, peer.find(ZeroChecksumParameter.class) != null));
        parameters.add(new StateCookieParameter(sealer.seal(cookie)));
        reported(peer).forEach(tlv -> parameters.add(new UnrecognizedParameter(tlv.toByteArray())));
        InitFields fields = fields(cookie.localTag(), cookie.localInitialTsn(), parameters);
        context.writer.sendAlone(peer.initiateTag(), new InitAckChunk(fields));
    }

    private StateCookie cookieFor(InitFields peer, long nowNanos) {
        Tcb standing = isStanding() ? context.tcb : null;
        return new StateCookie(
                nowNanos,
                standing == null ? localTag : context.randomTag(),
                peer.initiateTag(),
                standing == null ? localInitialTsn : context.random.nextInt() & 0xffff_ffffL,
                peer.initialTsn(),
                peer.advertisedWindow(),
                NegotiatedCapabilities.of(context.config, peer),
                standing == null ? 0 : standing.localTag,
                standing == null ? 0 : standing.peerTag);
    }

    /** Returns the parameters to report to the peer, as far as they fit. */
    private static List<Tlv> reported(InitFields peer) {
        List<Tlv> reported = new ArrayList<>();
        int bytes = 0;
        for (SctpParameter parameter : peer.parameters()) {
            if (parameter instanceof UnknownParameter unknown && unknown.isReported()) {
                bytes += unknown.tlv().byteLength();
                if (bytes <= REPORTED_BYTES_AT_MOST) {
                    reported.add(unknown.tlv());
                }
            }
        }
        return reported;
    }

    private boolean isStanding() {
        SctpState state = context.state;
        return !(state instanceof SctpState.New
                || state instanceof SctpState.CookieWait
                || state instanceof SctpState.CookieEchoed);
    }

    // ---- INIT ACK ---------------------------------------------------------------------------------------------------

    /** Handles an INIT ACK, and returns the cookie to the peer. */
    void onInitAck(InitFields peer, long nowNanos) {
        if (!(context.state instanceof SctpState.CookieWait)) {
            return;
        }
        if (peer.initiateTag() == 0) {
            context.counters.protocolErrors++;
            context.close(SctpState.Cause.PROTOCOL_VIOLATION, "the peer's INIT ACK bears no tag"); // nor could an ABORT
            return;
        }
        context.writer.peerTag(peer.initiateTag());
        StateCookieParameter cookie = peer.find(StateCookieParameter.class);
        if (!peer.isValid() || cookie == null || cookie.cookie().length > COOKIE_BYTES_AT_MOST) {
            context.abort(
                    SctpState.Cause.PROTOCOL_VIOLATION,
                    "the peer's INIT ACK is of no use",
                    ErrorCause.of(
                            cookie == null ? ErrorCause.MISSING_PARAMETER : ErrorCause.INVALID_MANDATORY_PARAMETER));
            return;
        }
        context.timers.stop(SctpTimer.T1_INIT);
        context.tcb = new Tcb(
                context,
                sendQueue,
                new StateCookie(
                        nowNanos,
                        localTag,
                        peer.initiateTag(),
                        localInitialTsn,
                        peer.initialTsn(),
                        peer.advertisedWindow(),
                        NegotiatedCapabilities.of(context.config, peer),
                        0,
                        0));
        echo = new CookieEchoChunk(cookie.cookie());
        attempts = 0;
        context.to(new SctpState.CookieEchoed(nowNanos), "INIT ACK");
        sendEcho(nowNanos);
        List<Tlv> reported = reported(peer);
        if (!reported.isEmpty()) {
            context.writer.add(new ErrorChunk(reported.stream()
                    .map(tlv -> ErrorCause.echoing(ErrorCause.UNRECOGNIZED_PARAMETERS, tlv.toByteArray()))
                    .toList()));
        }
    }

    /** Starts from the beginning, a few times, after the peer found its cookie too old. */
    void onStaleCookie(long nowNanos) {
        if (!(context.state instanceof SctpState.CookieEchoed)) {
            return;
        }
        context.timers.stop(SctpTimer.T1_COOKIE);
        if (++staleCookies > STALE_COOKIES_AT_MOST) {
            context.close(SctpState.Cause.TIMEOUT, "the peer finds every cookie stale");
            return;
        }
        context.tcb = null;
        context.to(new SctpState.CookieWait(nowNanos), "stale cookie");
        sendInit(nowNanos);
    }

    // ---- COOKIE ECHO and COOKIE ACK ---------------------------------------------------------------------------------

    /**
     * Handles a COOKIE ECHO. Returns true if the rest of its packet belongs to the association that is now established.
     */
    boolean onCookieEcho(CookieEchoChunk chunk, long packetTag, long nowNanos) {
        StateCookie cookie = sealer.open(chunk.cookie());
        if (cookie == null || packetTag != cookie.localTag() || context.isClosed()) {
            context.counters.packetsWrongTag++;
            return false;
        }
        Tcb standing = isStanding() ? context.tcb : null;
        boolean same =
                standing != null && standing.localTag == cookie.localTag() && standing.peerTag == cookie.peerTag();
        if (same) {
            context.writer.add(new CookieAckChunk());
            return true;
        }
        long age = nowNanos - cookie.createdNanos();
        long life = context.config.cookieLife().toNanos();
        if (age > life) {
            context.writer.sendAlone(
                    cookie.peerTag(), new ErrorChunk(List.of(ErrorCause.staleCookie((age - life) / 1000))));
            return false;
        }
        return standing == null ? establish(cookie, nowNanos) : restart(cookie, standing, nowNanos);
    }

    private boolean establish(StateCookie cookie, long nowNanos) {
        if (cookie.localTag() != localTag) {
            return false;
        }
        begin(new Tcb(context, sendQueue, cookie), nowNanos, "COOKIE ECHO");
        context.writer.add(new CookieAckChunk());
        return true;
    }

    /**
     * Handles a peer that connects anew while the association exists.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9260#section-5.2.4 RFC 9260 5.2.4, Handle a COOKIE ECHO Chunk When a TCB Exists
     */
    private boolean restart(StateCookie cookie, Tcb standing, long nowNanos) {
        if (cookie.localTag() == standing.localTag) {
            // both connected at once, and the peer's INIT and INIT ACK bear different tags: the INIT's counts
            standing.peerTag = cookie.peerTag();
            context.writer.peerTag(cookie.peerTag());
            context.writer.add(new CookieAckChunk());
            return true;
        }
        boolean restarted = cookie.localTieTag() == standing.localTag && cookie.peerTieTag() == standing.peerTag;
        if (!restarted) {
            return false;
        }
        if (context.state instanceof SctpState.ShutdownAckSent) {
            context.writer.add(new ShutdownAckChunk());
            context.writer.add(new ErrorChunk(List.of(ErrorCause.of(ErrorCause.COOKIE_WHILE_SHUTTING_DOWN))));
            return false;
        }
        sendQueue.clear();
        context.timers.stopAll();
        context.emit(new SctpEvent.Restarted());
        begin(new Tcb(context, sendQueue, cookie), nowNanos, "the peer restarted");
        context.writer.add(new CookieAckChunk());
        return true;
    }

    /** Handles a COOKIE ACK. */
    void onCookieAck(long nowNanos) {
        echoed(nowNanos, "COOKIE ACK");
    }

    /**
     * Handles data as a COOKIE ACK. A peer that sends data with our tag has the cookie, and its COOKIE ACK was lost or
     * arrives later. Without this, the data would be dropped until a later COOKIE ACK arrives.
     */
    void onData(long nowNanos) {
        echoed(nowNanos, "data before the COOKIE ACK");
    }

    private void echoed(long nowNanos, String reason) {
        Tcb made = context.tcb;
        if (context.state instanceof SctpState.CookieEchoed && made != null) {
            begin(made, nowNanos, reason);
        }
    }

    private void begin(Tcb tcb, long nowNanos, String reason) {
        context.timers.stop(SctpTimer.T1_INIT);
        context.timers.stop(SctpTimer.T1_COOKIE);
        context.tcb = tcb;
        context.writer.peerTag(tcb.peerTag);
        context.peerAnswered();
        context.writer.checksums(!tcb.capabilities.zeroChecksum());
        sendQueue.interleaving(tcb.capabilities.interleaving(), tcb.peerWindowBytes);
        sendQueue.limitStreams(tcb.capabilities.outgoingStreams());
        context.to(
                new SctpState.Established(tcb.capabilities.outgoingStreams(), tcb.capabilities.incomingStreams()),
                reason);
        heartbeats.schedule(nowNanos);
    }

    /** Returns the tag that a packet of the peer must have now, or null if there is no association to belong to. */
    @Nullable
    Long expectedTag() {
        Tcb tcb = context.tcb;
        if (tcb != null) {
            return tcb.localTag;
        }
        return context.state instanceof SctpState.CookieWait ? localTag : null;
    }
}
