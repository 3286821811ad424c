package dev.plumb.objects;

import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sender, which encodes a track and sends it. {@link #send} alone decides at once about codec, bit rate, scale,
 * streams, on or off.
 *
 * @spec https://draft.ortc.org/#rtcrtpsender* ORTC 5, The RTCRtpSender Object
 */
public final class RTCRtpSender implements AutoCloseable {
    private static final int SOURCES_AT_MOST = 15;

    private final Agent agent;
    private final MediaKind kind;
    private final String id;
    private final MustUnderstand mustUnderstand;
    private final EventSource<RTCSsrcConflict> conflicts = new EventSource<>();
    private final EventSource<String> keyFrameRequests = new EventSource<>();
    private volatile @Nullable MediaStreamTrack track;
    private volatile @Nullable RTCDtlsTransport transport;
    private volatile @Nullable RTCDtlsTransport rtcpTransport;
    private volatile @Nullable RTCRtpParameters parameters;
    private List<SendEncoding> encodings = new ArrayList<>();
    private List<RTCRtpContributingSource> contributing = List.of();
    private @Nullable RTCRtpTransform transform;
    private @Nullable RTCDtmfSender dtmf;
    private boolean encoded;
    private boolean stopped;
    private volatile boolean hasSent;

    RTCRtpSender(Agent agent, MediaKind kind, @Nullable MediaStreamTrack track) {
        this.agent = agent;
        this.kind = kind;
        this.id = agent.randomUuid();
        this.track = track;
        this.mustUnderstand = new MustUnderstand(agent);
    }

    /** Returns its name, unique in the world; stays when the track is replaced. */
    public String id() {
        return id;
    }

    /** Returns the track that it sends, or empty for none. */
    public Optional<MediaStreamTrack> track() {
        return Optional.ofNullable(track);
    }

    /** Returns the kind of media, audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** Returns the transport over which it sends, or empty before that is known. */
    public Optional<RTCDtlsTransport> transport() {
        return Optional.ofNullable(transport);
    }

    /** Returns the parameters last given to {@link #send}, or empty before. */
    public Optional<RTCRtpParameters> getParameters() {
        return Optional.ofNullable(parameters);
    }

    /** Returns whether {@link #send} was ever called. */
    public boolean hasSent() {
        return hasSent;
    }

    /** Returns the capabilities of senders with the codecs of the class path or module path. */
    public static RTCRtpCapabilities getCapabilities(MediaKind kind) {
        return Capabilities.of(kind, Codecs.load());
    }

    // ---- what it sends ----------------------------------------------------------------------------------------------

    /**
     * Sets another transport of the same agent to send on. Streams continue with the same SSRCs, sequence numbers and
     * timestamps.
     *
     * @throws RTCException InvalidStateError where it is stopped or the transport is closed; InvalidAccessError where
     *     the transport is another agent's
     */
    public void setTransport(RTCDtlsTransport newTransport) {
        agent.run(() -> {
            requireRunning();
            newTransport.media().requireUsable(agent);
            if (newTransport != transport) {
                transport = newTransport;
                encodings.forEach(e -> e.moveTo(newTransport.media()));
                apply();
            }
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
     * Sends another track from now on, without anything else changing; null for nothing.
     *
     * @throws RTCException TypeError for a track of the other kind
     */
    public void replaceTrack(@Nullable MediaStreamTrack newTrack) {
        agent.run(() -> {
            requireRunning();
            if (newTrack != null && newTrack.kind() != kind) {
                throw RTCException.typeError("a track of kind " + kind.spec() + " is replaced by one of that kind");
            }
            track = newTrack;
            encodings.forEach(e -> e.track(newTrack));
        });
    }

    /**
     * Begins to send, or changes the parameters at once: codec, bit rate, size, frame rate, on or off.
     *
     * @throws RTCException as {@link #validate}; nothing has changed then
     */
    public void send(RTCRtpParameters newParameters) {
        agent.run(() -> {
            validate(newParameters);
            parameters = newParameters;
            hasSent = true;
            apply();
        });
    }

    /**
     * Checks whether {@link #send} would accept parameters, and changes nothing.
     *
     * @throws RTCException InvalidStateError where it is stopped; InvalidAccessError where a codec cannot be sent, an
     *     encoding names a codec that carries no media, a feedback is not known, an SSRC, a name or a header extension
     *     is there twice, or an SSRC is another sender's of the transport; NotSupportedError where an extension that
     *     must be understood is not known here, or one that {@link #require} named is not acknowledged
     */
    public void validate(RTCRtpParameters newParameters) {
        agent.run(() -> {
            requireRunning();
            if (!newParameters.rtcp().mux() && rtcpTransport == null) {
                throw RTCException.invalidAccess(
                        "RTCP that does not share RTP's transport needs one: see setTransport");
            }
            new RtpValidation(agent, kind, encoded).check(newParameters, mustUnderstand);
            newParameters.encodings().forEach(e -> {
                requireFree(e.ssrc());
                requireFree(e.rtxSsrc());
            });
        });
    }

    private void requireFree(OptionalLong ssrc) {
        RTCDtlsTransport over = transport;
        if (over != null && ssrc.isPresent() && isTaken(over, ssrc.getAsLong())) {
            throw RTCException.invalidAccess("another sender of the transport sends with the SSRC " + ssrc.getAsLong());
        }
    }

    private boolean isTaken(RTCDtlsTransport over, long ssrc) {
        return over.media().isTaken(ssrc) && encodings.stream().noneMatch(e -> e.uses(ssrc));
    }

    /**
     * Requires that the peer understands an extension: from now on parameters are sent only if they name it.
     *
     * @param name the name, as in {@link RTCExtension}
     */
    public void require(String name) {
        agent.run(() -> mustUnderstand.require(name));
    }

    private void apply() {
        RTCRtpParameters wanted = parameters;
        RTCDtlsTransport over = transport;
        if (wanted == null || over == null) {
            return;
        }
        RTCDtlsTransport apart = rtcpTransport;
        if (apart != null && !wanted.rtcp().mux()) {
            over.media().rtcpOver(apart);
        }
        List<RTCRtpEncodingParameters> given =
                wanted.encodings().isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : wanted.encodings();
        List<@Nullable SendEncoding> fitting =
                new ArrayList<>(given.stream().map(this::takeFitting).toList());
        // those that are left over give their SSRCs back before others take them
        encodings.forEach(SendEncoding::close);
        encodings = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            SendEncoding present = fitting.get(i);
            if (present == null) {
                encodings.add(make(over, wanted, given.get(i)));
            } else {
                present.update(wanted, given.get(i));
                encodings.add(present);
            }
        }
    }

    private @Nullable SendEncoding takeFitting(RTCRtpEncodingParameters wanted) {
        for (SendEncoding e : encodings) {
            if (e.fits(wanted)) {
                encodings.remove(e);
                return e;
            }
        }
        return null;
    }

    private SendEncoding make(RTCDtlsTransport over, RTCRtpParameters wanted, RTCRtpEncodingParameters one) {
        SendEncoding made = new SendEncoding(this, agent, over.media(), wanted, one);
        made.transform(transform);
        made.encoded(encoded);
        tellSources(made);
        made.track(track);
        return made;
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    /**
     * Sets a transform of encoded frames before they are sent, or none if it is null. Written frames are not
     * transformed.
     */
    public void transform(@Nullable RTCRtpTransform newTransform) {
        agent.run(() -> {
            transform = newTransform;
            encodings.forEach(e -> e.transform(newTransform));
        });
    }

    /** Makes the next picture of every video stream a key frame. */
    public void generateKeyFrame() {
        agent.run(() -> encodings.forEach(SendEncoding::requestKeyFrame));
    }

    /**
     * Returns a writer for encoded frames of the application, which the sender sends from now on in place of the track.
     * Codecs then need only a payload format, so call it before {@link #send}.
     */
    public RTCEncodedFrameWriter sendEncoded() {
        agent.run(() -> {
            encoded = true;
            encodings.forEach(e -> e.encoded(true));
        });
        return new RTCEncodedFrameWriter() {
            @Override
            public void write(RTCEncodedFrame frame) {
                try {
                    agent.loop().execute(() -> writeNow(frame));
                } catch (RejectedExecutionException e) {
                    Logs.MEDIA.log(System.Logger.Level.TRACE, "frame after the end", e);
                }
            }

            @Override
            public Registration onKeyFrameRequest(Consumer<String> listener) {
                return keyFrameRequests.add(listener);
            }
        };
    }

    private void writeNow(RTCEncodedFrame frame) {
        String rid = frame.metadata().rid();
        for (SendEncoding e : encodings) {
            if (e.parameters().rid().equals(rid)) {
                e.write(frame);
                return;
            }
        }
        firstEncoding().ifPresent(e -> e.write(frame));
    }

    void keyFrameRequested(String rid) {
        keyFrameRequests.fire(rid);
    }

    /**
     * Sets the contributing sources to name in the packets from now on, as a mixer does. Levels are included where
     * their header extension is in use.
     *
     * @param sources the sources, at most 15
     * @throws RTCException TypeError for more
     */
    public void contributingSources(List<RTCRtpContributingSource> sources) {
        if (sources.size() > SOURCES_AT_MOST) {
            throw RTCException.typeError(
                    "a packet names at most " + SOURCES_AT_MOST + " sources, not " + sources.size());
        }
        agent.run(() -> {
            contributing = List.copyOf(sources);
            encodings.forEach(this::tellSources);
        });
    }

    void tellSources(SendEncoding to) {
        to.contributing(
                contributing.stream().map(RTCRtpContributingSource::source).toList(),
                contributing.stream()
                        .map(s -> SourceLog.dbov(s.audioLevel().orElse(0)))
                        .toList());
    }

    /**
     * Sends keys as telephone events.
     *
     * @throws RTCException InvalidStateError for video
     */
    public RTCDtmfSender dtmf() {
        if (kind != MediaKind.AUDIO) {
            throw RTCException.invalidState("only senders of audio send keys");
        }
        return agent.call(() -> {
            RTCDtmfSender made = dtmf;
            if (made == null) {
                made = new RTCDtmfSender(agent, this);
                dtmf = made;
            }
            return made;
        });
    }

    Optional<SendEncoding> firstEncoding() {
        return encodings.isEmpty() ? Optional.empty() : Optional.of(encodings.getFirst());
    }

    int indexOf(SendEncoding encoding) {
        return encodings.indexOf(encoding);
    }

    /**
     * Registers a listener that is called on the loop when somebody else uses an SSRC of this sender's streams. An SSRC
     * that was not given is replaced by then.
     */
    public Registration onSsrcConflict(Consumer<RTCSsrcConflict> listener) {
        return conflicts.add(listener);
    }

    void conflict(long ssrc) {
        agent.loop().execute(() -> conflicts.fire(new RTCSsrcConflict(ssrc)));
    }

    /**
     * Returns the SSRCs of the streams, in the order of the encodings, or none before the sender has a transport and
     * parameters.
     */
    public List<Long> ssrcs() {
        return agent.call(() -> encodings.stream().map(SendEncoding::ssrc).toList());
    }

    // ---- end --------------------------------------------------------------------------------------------------------

    /** Ends it, telling the peer by BYE. */
    public void stop() {
        close();
    }

    /** Stops the sender, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!stopped) {
                stopped = true;
                if (dtmf != null) {
                    dtmf.stop();
                }
                encodings.forEach(SendEncoding::close);
                encodings = new ArrayList<>();
                agent.disown(this);
            }
        });
    }

    private void requireRunning() {
        if (stopped) {
            throw RTCException.invalidState("the sender is stopped; make a new one");
        }
    }

    /** Returns the statistics of the sent streams, with those of the transport. */
    public RTCStatsReport getStats() {
        return agent.call(() -> {
            RTCStatsReport own = RTCStatsReport.of(
                    encodings.stream().flatMap(e -> e.stats().stream()).toList());
            RTCDtlsTransport over = transport;
            return over == null ? own : RTCStatsReport.merged(List.of(own, over.getStats()));
        });
    }
}
