package dev.plumb.objects;

import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Receives a stream, decodes it and gives it as a track.
 *
 * @spec https://draft.ortc.org/#rtcrtpreceiver* ORTC 6, The RTCRtpReceiver Object
 */
public final class RTCRtpReceiver implements AutoCloseable {
    private final Agent agent;
    private final MediaKind kind;
    private final MediaStreamTrack track;
    private volatile @Nullable RTCDtlsTransport transport;
    private volatile @Nullable RTCRtpParameters parameters;
    private final MustUnderstand mustUnderstand;
    private @Nullable ReceivePipeline pipeline;
    private boolean stopped;

    RTCRtpReceiver(Agent agent, MediaKind kind) {
        this.agent = agent;
        this.kind = kind;
        this.mustUnderstand = new MustUnderstand(agent);
        this.track = MediaStreamTrack.remote(agent, kind, UUID.randomUUID().toString());
    }

    /** What it gives. */
    public MediaStreamTrack track() {
        return track;
    }

    /** Audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** From what it receives; empty before that is known. */
    public Optional<RTCDtlsTransport> transport() {
        return Optional.ofNullable(transport);
    }

    /** What {@link #receive} was given last; empty before. */
    public Optional<RTCRtpParameters> getParameters() {
        return Optional.ofNullable(parameters);
    }

    /** What receivers can do with the codecs that the class path or module path holds. */
    public static RTCRtpCapabilities getCapabilities(MediaKind kind) {
        return Capabilities.of(kind, Codecs.load());
    }

    /**
     * Receives from another transport from now on.
     *
     * @throws RTCException InvalidStateError where it is stopped or the transport is closed
     */
    public void setTransport(RTCDtlsTransport newTransport) {
        agent.run(() -> {
            requireRunning();
            if (newTransport.state() == RTCDtlsTransportState.CLOSED) {
                throw RTCException.invalidState("the DTLS transport is closed");
            }
            if (newTransport != transport) {
                closePipeline();
                transport = newTransport;
                apply();
            }
        });
    }

    /**
     * Begins to receive, or changes what is received, at once.
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
     * Whether {@link #receive} would take parameters; changes nothing.
     *
     * @throws RTCException InvalidStateError where it is stopped; InvalidAccessError where a codec cannot be received, an encoding names a
     *     codec that carries no media, a feedback is not known, an SSRC, a name or a header extension is there twice, or the MID has
     *     another id than with other receivers of the transport; NotSupportedError where something that must be understood is not known
     *     here, or what {@link #require} named is not acknowledged
     */
    public void validate(RTCRtpParameters newParameters) {
        agent.run(() -> {
            requireRunning();
            new RtpValidation(agent, kind, false).check(newParameters, mustUnderstand);
            RTCDtlsTransport from = transport;
            if (from != null) {
                from.media().requireSameMidId(newParameters, pipeline);
            }
        });
    }

    /**
     * Requires that the peer understands an extension: from now on parameters are received only if they name it.
     *
     * @param name as in {@link RTCExtension}
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
        if (pipeline == null) {
            pipeline = new ReceivePipeline(agent, kind, from.media(), track);
        }
        pipeline.update(wanted);
    }

    private void closePipeline() {
        if (pipeline != null) {
            pipeline.close();
            pipeline = null;
        }
    }

    /** Ends it, and its track. */
    public void stop() {
        close();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!stopped) {
                stopped = true;
                closePipeline();
                track.end();
                agent.disown(this);
            }
        });
    }

    private void requireRunning() {
        if (stopped) {
            throw RTCException.invalidState("the receiver is stopped; make a new one");
        }
    }

    /** Statistics of what is received. */
    public RTCStatsReport getStats() {
        return agent.call(() -> RTCStatsReport.of(pipeline == null ? List.of() : pipeline.stats()));
    }
}
