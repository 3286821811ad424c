package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.loop.Loop;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.rtp.ReceiverConfig;
import dev.plumb.rtp.rtp.RtpEvent;
import dev.plumb.rtp.rtp.RtpReceiver;
import dev.plumb.rtp.rtp.RtpSendStream;
import dev.plumb.rtp.rtp.RtpSession;
import dev.plumb.rtp.rtp.RtpSessionConfig;
import dev.plumb.rtp.rtp.SendStreamConfig;
import dev.plumb.rtp.rtp.SessionStats;
import dev.plumb.rtp.srtp.SrtpSendException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The joint of a DTLS transport with RTP. It passes SRTP its keys, and the session's events to senders and receivers.
 * The session is created with the first of them, or the first packet; a transport with data alone has none.
 */
final class MediaTransport {
    /** The time after which packets that were under way at a receiver's move to another transport have arrived. */
    private static final long UNDER_WAY_NANOS = 2_000_000_000L;

    private final Agent agent;
    private final RTCDtlsTransport dtls;
    private final IdentityHashMap<RtpSendStream, SendEncoding> encodings = new IdentityHashMap<>();
    private final IdentityHashMap<RtpReceiver, TrackFeed> receivers = new IdentityHashMap<>();
    private final IdentityHashMap<RtpReceiver, Loop.Timer> leaving = new IdentityHashMap<>();
    private final List<RTCRtpListener> listeners = new ArrayList<>();
    private @Nullable RtpSession session;
    private @Nullable EngineDriver<RtpEvent> driver;
    private @Nullable SrtpKeys waitingKeys;
    private @Nullable MediaTransport rtcpOf;
    private @Nullable RTCDtlsTransport rtcpTransport;
    private boolean ready;
    private boolean closed;

    MediaTransport(Agent agent, RTCDtlsTransport dtls) {
        this.agent = agent;
        this.dtls = dtls;
    }

    void requireUsable(Agent user) {
        if (user != agent) {
            throw RTCException.invalidAccess("the transport is another agent's");
        }
        if (closed || dtls.state() == RTCDtlsTransportState.CLOSED) {
            throw RTCException.invalidState("the DTLS transport is closed");
        }
    }

    /** Returns whether it can send, that is whether it has keys. */
    boolean isReady() {
        return ready && !closed;
    }

    /** Returns the figures of the session below, all 0 before there is one. */
    SessionStats sessionStats() {
        RtpSession s = session;
        return s == null ? SessionStats.NONE : s.stats();
    }

    /** Returns the RTP session of the transport, creating it on first use. */
    RtpSession session() {
        RtpSession s = session;
        if (s == null) {
            if (closed) {
                throw RTCException.invalidState("the DTLS transport is closed");
            }
            s = new RtpSession(
                    RtpSessionConfig.of(agent.cname()),
                    dtls::sendMedia,
                    agent.loop().pool(),
                    agent.random(),
                    nanos -> agent.loop().wallNanos() + (nanos - agent.loop().nowNanos()));
            session = s;
            driver = new EngineDriver<>(agent.loop(), s, Packet::release, this::event);
            SrtpKeys keys = waitingKeys;
            if (keys != null) {
                waitingKeys = null;
                start(keys);
            }
        }
        return s;
    }

    // ---- RTCP on a transport of its own -----------------------------------------------------------------------------

    /**
     * Routes RTCP over another transport from now on.
     *
     * @throws RTCException InvalidStateError where RTCP already uses a third transport, or the other transport carries
     *     media or the RTCP of another
     */
    void rtcpOver(RTCDtlsTransport other) {
        if (rtcpTransport == other) {
            return;
        }
        other.media().requireUsable(agent);
        if (other == dtls || rtcpTransport != null || other.media().rtcpOf != null || other.media().session != null) {
            throw RTCException.invalidState("a transport for RTCP serves one transport of RTP, and nothing else");
        }
        rtcpTransport = other;
        session().rtcpApart(other::sendMedia);
        other.media().carryRtcpOf(this);
    }

    Optional<RTCDtlsTransport> rtcpTransport() {
        return Optional.ofNullable(rtcpTransport);
    }

    private void carryRtcpOf(MediaTransport other) {
        rtcpOf = other;
        SrtpKeys keys = waitingKeys;
        if (keys != null) {
            waitingKeys = null;
            other.rtcpKeys(keys);
        }
    }

    private void rtcpKeys(SrtpKeys keys) {
        session().rtcpKeys(keys);
        keys.wipe();
        after();
    }

    private void receiveRtcp(Packet borrowed) {
        if (!closed) {
            session().receiveRtcp(borrowed, now());
            after();
        }
    }

    // ---- the session ------------------------------------------------------------------------------------------------

    void keys(SrtpKeys keys) {
        ready = true;
        if (rtcpOf != null && !rtcpOf.closed) {
            rtcpOf.rtcpKeys(keys);
            return;
        }
        if (session == null) {
            waitingKeys = keys;
        } else {
            start(keys);
        }
        List.copyOf(encodings.values()).forEach(SendEncoding::transportReady);
    }

    private void start(SrtpKeys keys) {
        session().keys(keys, now());
        keys.wipe();
        after();
    }

    void receive(Packet borrowed) {
        if (rtcpOf != null) {
            rtcpOf.receiveRtcp(borrowed);
        } else if (!closed) {
            session().receive(borrowed, now());
            after();
        }
    }

    /** Drains the session. Call it after every call into the session. */
    void after() {
        if (driver != null && !closed) {
            driver.after();
        }
    }

    RtpSendStream addStream(SendStreamConfig config, SendEncoding encoding) {
        RtpSendStream stream = permitted(() -> session().addSendStream(config));
        encodings.put(stream, encoding);
        after();
        return stream;
    }

    /** Converts a refusal by SRTP, which is the caller's mistake, into an InvalidAccessError. */
    private static <T> T permitted(Supplier<T> call) {
        try {
            return call.get();
        } catch (SrtpSendException e) {
            throw new RTCException(RTCException.Name.INVALID_ACCESS, String.valueOf(e.getMessage()), e);
        }
    }

    void configureStream(RtpSendStream stream, SendStreamConfig config) {
        permitted(() -> {
            session().configure(stream, config);
            return stream;
        });
    }

    void removeStream(RtpSendStream stream) {
        encodings.remove(stream);
        if (session != null && !closed) {
            session.stop(stream);
            after();
        }
    }

    /** Lets a stream move to another transport. */
    void releaseStream(RtpSendStream stream) {
        encodings.remove(stream);
        if (session != null && !closed) {
            session.release(stream);
            after();
        }
    }

    void adoptStream(RtpSendStream stream, SendStreamConfig config, SendEncoding encoding) {
        permitted(() -> {
            session().adopt(stream, config);
            return stream;
        });
        encodings.put(stream, encoding);
        after();
    }

    /** Returns whether a stream that is sent has an SSRC. */
    boolean isTaken(long ssrc) {
        return session != null && session.sends(ssrc);
    }

    boolean sendPacket(byte[] packet) {
        boolean sent = !closed && permitted(() -> session().sendPacket(packet));
        after();
        return sent;
    }

    // ---- receivers --------------------------------------------------------------------------------------------------

    /** Lets a receiver move to another transport. Packets that are in flight here still reach it. */
    void releaseReceiver(RtpReceiver receiver) {
        if (session == null || closed) {
            receivers.remove(receiver);
            return;
        }
        session.release(receiver);
        leaving.put(receiver, agent.loop().schedule(now() + UNDER_WAY_NANOS, () -> {
            leaving.remove(receiver);
            removeReceiver(receiver);
        }));
        after();
    }

    void adoptReceiver(RtpReceiver receiver, ReceiverConfig config, TrackFeed pipeline) {
        Loop.Timer returning = leaving.remove(receiver);
        if (returning != null) {
            returning.cancel();
        }
        session().adopt(receiver, config, now());
        receivers.put(receiver, pipeline);
        agent.loop().execute(this::after);
    }

    RtpReceiver addReceiver(ReceiverConfig config, TrackFeed pipeline) {
        RtpReceiver receiver = session().addReceiver(config, now());
        receivers.put(receiver, pipeline);
        // packets that came before it are handed out once its owner has it
        agent.loop().execute(this::after);
        return receiver;
    }

    /**
     * Requires that all receivers have MID under one id, since MID is read before the receiver of a packet is known.
     */
    void requireSameMidId(RTCRtpParameters parameters, @Nullable TrackFeed except) {
        int id = midId(parameters);
        for (TrackFeed other : receivers.values()) {
            int theirs = other == except ? 0 : other.midId();
            if (id != 0 && theirs != 0 && theirs != id) {
                throw RTCException.invalidAccess(
                        "MID has the id " + id + " here and " + theirs + " with another receiver of the transport");
            }
        }
    }

    static int midId(RTCRtpParameters parameters) {
        return RtpMapping.extensionIds(parameters).id(HeaderExtension.MID);
    }

    void replaceReceiver(RtpReceiver receiver, ReceiverConfig config) {
        session().replaceReceiver(receiver, config, now());
        after();
    }

    void removeReceiver(RtpReceiver receiver) {
        receivers.remove(receiver);
        if (session != null && !closed) {
            session.removeReceiver(receiver);
            after();
        }
    }

    void requireKeyFrame(RtpReceiver receiver, long ssrc) {
        if (session != null && !closed) {
            session.requireKeyFrame(receiver, ssrc, now());
            after();
        }
    }

    void requireKeyFrame(RtpReceiver receiver) {
        if (session != null && !closed && receivers.containsKey(receiver)) {
            session.requireKeyFrame(receiver, now());
            after();
        }
    }

    // ---- listeners --------------------------------------------------------------------------------------------------

    void addListener(RTCRtpListener listener) {
        listeners.add(listener);
        HeaderExtensionIds ids = HeaderExtensionIds.NONE;
        for (RTCRtpListener l : listeners) {
            ids = ids.orElse(RtpMapping.extensionIds(l.headerExtensions()));
        }
        session().presetExtensions(ids);
    }

    void removeListener(RTCRtpListener listener) {
        listeners.remove(listener);
        if (!closed) {
            updateTap();
        }
    }

    void updateTap() {
        session().tap(listeners.stream().anyMatch(RTCRtpListener::wantsPackets));
    }

    void reportUnhandledAgain() {
        session().reportUnhandledAgain();
        after();
    }

    private void event(RtpEvent event) {
        switch (event) {
            case RtpEvent.AudioPacketReceived e -> {
                TrackFeed pipeline = receivers.get(e.receiver());
                if (pipeline != null) {
                    pipeline.audio(e.packet());
                }
            }
            case RtpEvent.VideoFrameReceived e -> {
                TrackFeed pipeline = receivers.get(e.receiver());
                if (pipeline != null) {
                    pipeline.video(e.frame());
                }
            }
            case RtpEvent.KeyFrameRequested e -> {
                SendEncoding encoding = encodings.get(e.stream());
                if (encoding != null) {
                    encoding.keyFrameRequested();
                }
            }
            case RtpEvent.ByeReceived e -> {
                TrackFeed pipeline = e.receiver() == null ? null : receivers.get(e.receiver());
                if (pipeline != null) {
                    pipeline.bye(e.ssrc());
                }
            }
            case RtpEvent.Unhandled e -> {
                RTCRtpUnhandled unhandled = new RTCRtpUnhandled(e.mid(), e.rid(), e.payloadType(), e.ssrc());
                List.copyOf(listeners).forEach(l -> l.unhandled(unhandled));
            }
            case RtpEvent.PacketReceived e -> packet(e);
            case RtpEvent.SsrcConflict e -> {
                SendEncoding encoding = encodings.get(e.stream());
                if (encoding != null) {
                    encoding.conflict(e.stream().ssrc());
                }
            }
            case RtpEvent.RttMeasured e -> {}
            case RtpEvent.EstimateReceived e -> {}
        }
    }

    private void packet(RtpEvent.PacketReceived e) {
        RTCRtpPacket packet = new RTCRtpPacket(e.packet());
        TrackFeed pipeline = e.receiver() == null ? null : receivers.get(e.receiver());
        if (pipeline != null) {
            pipeline.packet(packet);
        }
        for (RTCRtpListener l : List.copyOf(listeners)) {
            l.packet(packet);
        }
    }

    /** Closes the media after DTLS has ended: nothing can be sent or received any more. */
    void transportEnded() {
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        if (session != null && driver != null) {
            session.close();
            driver.stop();
        }
        closed = true;
        leaving.values().forEach(Loop.Timer::cancel);
        leaving.clear();
        if (waitingKeys != null) {
            waitingKeys.wipe();
        }
        List.copyOf(encodings.values()).forEach(SendEncoding::transportEnded);
    }

    long now() {
        return agent.loop().nowNanos();
    }

    RTCDtlsTransport dtls() {
        return dtls;
    }
}
