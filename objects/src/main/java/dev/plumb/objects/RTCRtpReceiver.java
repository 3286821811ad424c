package dev.plumb.objects;

import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStatsReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A receiver, which receives a stream, decodes it and delivers it as a track.
 *
 * @spec https://draft.ortc.org/#rtcrtpreceiver* ORTC 6, The RTCRtpReceiver Object
 */
public final class RTCRtpReceiver implements AutoCloseable {
    private static final Duration LONGEST_JITTER_BUFFER_TARGET = Duration.ofSeconds(4);

    private volatile Duration jitterBufferTarget = Duration.ZERO;
    private final Agent agent;
    private final MediaKind kind;
    private final MediaStreamTrack track;
    private volatile @Nullable RTCDtlsTransport transport;
    private volatile @Nullable RTCDtlsTransport rtcpTransport;
    private volatile @Nullable RTCRtpParameters parameters;
    private final MustUnderstand mustUnderstand;
    private @Nullable TrackFeed pipeline;
    private final EventSource<RTCDtmfTone> tones = new EventSource<>();
    private final EventSource<RTCRtpPacket> packets = new EventSource<>();
    private volatile @Nullable Consumer<RTCEncodedFrame> encodedSink;
    private @Nullable RTCRtpTransform transform;
    private boolean wantsPackets;
    private boolean stopped;

    RTCRtpReceiver(Agent agent, MediaKind kind) {
        this.agent = agent;
        this.kind = kind;
        this.mustUnderstand = new MustUnderstand(agent);
        this.track = MediaStreamTrack.remote(agent, kind, agent.randomUuid());
    }

    /** Returns the track that it feeds. */
    public MediaStreamTrack track() {
        return track;
    }

    /** Returns the kind of media, audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** Returns the transport that this receiver receives on, or empty before it is known. */
    public Optional<RTCDtlsTransport> transport() {
        return Optional.ofNullable(transport);
    }

    /** Returns the parameters last given to {@link #receive}, or empty before. */
    public Optional<RTCRtpParameters> getParameters() {
        return Optional.ofNullable(parameters);
    }

    /** Returns the capabilities of receivers with the codecs of the class path or module path. */
    public static RTCRtpCapabilities getCapabilities(MediaKind kind) {
        return Capabilities.of(kind, Codecs.load());
    }

    /**
     * Sets another transport of the same agent to receive from. Streams continue without a gap, and packets in flight
     * on the old one still arrive.
     *
     * @throws RTCException InvalidStateError where it is stopped or the transport is closed; InvalidAccessError where
     *     the transport is another agent's, or its receivers have the MID under another id
     */
    public void setTransport(RTCDtlsTransport newTransport) {
        agent.run(() -> {
            requireRunning();
            newTransport.media().requireUsable(agent);
            RTCRtpParameters present = parameters;
            if (newTransport == transport) {
                return;
            }
            if (present != null) {
                newTransport.media().requireSameMidId(present, pipeline);
            }
            transport = newTransport;
            if (pipeline != null) {
                pipeline.moveTo(newTransport.media());
            }
            apply();
        });
    }

    /**
     * Sets the transport, with another one for RTCP where the parameters say that RTCP does not share RTP's ({@code
     * rtcp.mux} is false).
     *
     * @throws RTCException as {@link #setTransport(RTCDtlsTransport)}; InvalidStateError where the other transport is
     *     in use
     */
    public void setTransport(RTCDtlsTransport newTransport, RTCDtlsTransport newRtcpTransport) {
        agent.run(() -> {
            requireRunning();
            newRtcpTransport.media().requireUsable(agent);
            rtcpTransport = newRtcpTransport;
            setTransport(newTransport);
        });
    }

    /** Returns the transport of its RTCP, or empty if that shares RTP's transport. */
    public Optional<RTCDtlsTransport> rtcpTransport() {
        return Optional.ofNullable(rtcpTransport);
    }

    /**
     * Begins to receive, or changes the parameters, at once.
     *
     * @throws RTCException as {@link #validate}; nothing has changed then
     */
    public void receive(RTCRtpParameters newParameters) {
        agent.run(() -> {
            validate(newParameters);
            parameters = newParameters;
            apply();
        });
    }

    /**
     * Checks whether {@link #receive} would accept parameters, and changes nothing.
     *
     * @throws RTCException InvalidStateError where it is stopped; InvalidAccessError where a codec cannot be received,
     *     an encoding names a codec that carries no media, a feedback is not known, an SSRC, a name or a header
     *     extension is there twice, or the MID has another id than with other receivers of the transport;
     *     NotSupportedError where an extension that must be understood is not known here, or one that {@link #require}
     *     named is not acknowledged
     */
    public void validate(RTCRtpParameters newParameters) {
        agent.run(() -> {
            requireRunning();
            if (!newParameters.rtcp().mux() && rtcpTransport == null) {
                throw RTCException.invalidAccess(
                        "RTCP that does not share RTP's transport needs one: see setTransport");
            }
            new RtpValidation(agent, kind, encodedSink != null).check(newParameters, mustUnderstand);
            RTCDtlsTransport from = transport;
            if (from != null) {
                from.media().requireSameMidId(newParameters, pipeline);
            }
        });
    }

    /**
     * Requires that the peer understands an extension: from now on parameters are received only if they name it.
     *
     * @param name the name, as in {@link RTCExtension}
     */
    public void require(String name) {
        agent.run(() -> mustUnderstand.require(name));
    }

    /** Receives nothing until {@link #receive} is called again; its track is muted. */
    public void pause() {
        agent.run(() -> {
            parameters = null;
            closePipeline();
            track.setMuted(true);
        });
    }

    private void apply() {
        RTCRtpParameters wanted = parameters;
        RTCDtlsTransport from = transport;
        if (wanted == null || from == null) {
            return;
        }
        RTCDtlsTransport apart = rtcpTransport;
        if (apart != null && !wanted.rtcp().mux()) {
            from.media().rtcpOver(apart);
        }
        if (pipeline == null) {
            pipeline = new TrackFeed(this, agent, from.media());
            pipeline.transform(transform);
            pipeline.tap(wantsPackets);
        }
        pipeline.update(wanted);
    }

    private void closePipeline() {
        if (pipeline != null) {
            pipeline.close();
            pipeline = null;
        }
    }

    /**
     * Sets the minimum playout delay. Larger values ride out more jitter, help to synchronize with other media and add
     * latency. The default, zero, adds nothing to the delay that the network asks for.
     *
     * @param target the delay, 0 to 4 s
     * @throws RTCException RangeError where it is negative or longer
     * @spec https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-jitterbuffertarget WebRTC 5.3, jitterBufferTarget
     */
    public void jitterBufferTarget(Duration target) {
        if (target.isNegative() || target.compareTo(LONGEST_JITTER_BUFFER_TARGET) > 0) {
            throw new RTCException(RTCException.Name.RANGE_ERROR, "jitterBufferTarget must be between 0 and 4000 ms");
        }
        agent.run(() -> {
            jitterBufferTarget = target;
            if (pipeline != null) {
                pipeline.wantedDelayNanos(target.toNanos());
            }
        });
    }

    /** Returns the last value given to {@link #jitterBufferTarget(Duration)}, or zero before. */
    public Duration jitterBufferTarget() {
        return jitterBufferTarget;
    }

    long jitterBufferTargetNanos() {
        return jitterBufferTarget.toNanos();
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    /** Transforms encoded frames before they are decoded, from now on; null for nothing. */
    public void transform(@Nullable RTCRtpTransform newTransform) {
        agent.run(() -> {
            transform = newTransform;
            if (pipeline != null) {
                pipeline.transform(newTransform);
            }
        });
    }

    /**
     * Delivers encoded frames of all streams from now on instead of decoding them: sound as it arrives from the
     * network, pictures in order and complete. Codecs then need only a payload format, so call it before
     * {@link #receive}.
     *
     * @param sink called on the receiver's worker; null to decode again
     */
    public void receiveEncoded(@Nullable Consumer<RTCEncodedFrame> sink) {
        agent.run(() -> encodedSink = sink);
    }

    @Nullable
    Consumer<RTCEncodedFrame> encodedSink() {
        return encodedSink;
    }

    /** Asks the other side for a key frame of video. */
    public void sendKeyFrameRequest() {
        agent.run(() -> {
            if (pipeline != null) {
                pipeline.sendKeyFrameRequest();
            }
        });
    }

    /**
     * Registers a listener that is called on the loop with each RTP packet of this receiver after SRTP. The receiver
     * processes the packet as well.
     */
    public Registration onPacket(Consumer<RTCRtpPacket> listener) {
        Registration registration = packets.add(listener);
        agent.run(() -> {
            wantsPackets = true;
            if (pipeline != null) {
                pipeline.tap(true);
            }
        });
        return registration;
    }

    void packet(RTCRtpPacket packet) {
        packets.fire(packet);
    }

    /**
     * Registers a listener that is called on the loop with each key that the other side has sent as a telephone event,
     * when it is released.
     */
    public Registration onDtmf(Consumer<RTCDtmfTone> listener) {
        return tones.add(listener);
    }

    void tone(RTCDtmfTone tone) {
        tones.fire(tone);
    }

    /** Returns the sources of mixes that were played in the last 10 s, the latest first. */
    public List<RTCRtpContributingSource> getContributingSources() {
        return agent.call(() -> pipeline == null
                ? List.of()
                : pipeline.sources().contributing(agent.loop().wallNanos() / 1e6));
    }

    /** Returns the streams that were played in the last 10 s, the latest first. */
    public List<RTCRtpSynchronizationSource> getSynchronizationSources() {
        return agent.call(() -> pipeline == null
                ? List.of()
                : pipeline.sources().synchronizing(agent.loop().wallNanos() / 1e6));
    }

    // ---- end --------------------------------------------------------------------------------------------------------

    /** Ends it, and its track. */
    public void stop() {
        close();
    }

    /** Stops the receiver, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!stopped) {
                stopped = true;
                closePipeline();
                agent.disown(this);
                // as a task of its own, so that whoever stops it sees the track end by its event
                if (agent.isClosed()) {
                    track.end();
                } else {
                    agent.loop().execute(track::end);
                }
            }
        });
    }

    private void requireRunning() {
        if (stopped) {
            throw RTCException.invalidState("the receiver is stopped; make a new one");
        }
    }

    /** Returns the statistics of the received streams, with those of the transport. */
    public RTCStatsReport getStats() {
        return agent.call(() -> {
            RTCStatsReport own = RTCStatsReport.of(pipeline == null ? List.of() : pipeline.stats());
            RTCDtlsTransport from = transport;
            return from == null ? own : RTCStatsReport.merged(List.of(own, from.getStats()));
        });
    }
}
