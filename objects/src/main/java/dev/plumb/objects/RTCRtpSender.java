package dev.plumb.objects;

import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a track and sends it. What it sends is decided here alone and at once, by {@link #send}: codec, bit rate, scale, streams, on or
 * off.
 *
 * @spec https://draft.ortc.org/#rtcrtpsender* ORTC 5, The RTCRtpSender Object
 */
public final class RTCRtpSender implements AutoCloseable {
    private final Agent agent;
    private final MediaKind kind;
    private final String id = UUID.randomUUID().toString();
    private volatile @Nullable MediaStreamTrack track;
    private volatile @Nullable RTCDtlsTransport transport;
    private volatile @Nullable RTCRtpParameters parameters;
    private final MustUnderstand mustUnderstand;
    private List<SendEncoding> encodings = new ArrayList<>();
    private boolean stopped;
    private volatile boolean hasSent;

    RTCRtpSender(Agent agent, MediaKind kind, @Nullable MediaStreamTrack track) {
        this.agent = agent;
        this.kind = kind;
        this.track = track;
        this.mustUnderstand = new MustUnderstand(agent);
    }

    /** Its name, unique in the world; stays when the track is replaced. */
    public String id() {
        return id;
    }

    /** What it sends; empty for nothing. */
    public Optional<MediaStreamTrack> track() {
        return Optional.ofNullable(track);
    }

    /** Audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** Over what it sends; empty before that is known. */
    public Optional<RTCDtlsTransport> transport() {
        return Optional.ofNullable(transport);
    }

    /** What {@link #send} was given last; empty before. */
    public Optional<RTCRtpParameters> getParameters() {
        return Optional.ofNullable(parameters);
    }

    /** Whether {@link #send} was ever called. */
    public boolean hasSent() {
        return hasSent;
    }

    /** What senders can do with the codecs that the class path or module path holds. */
    public static RTCRtpCapabilities getCapabilities(MediaKind kind) {
        return Capabilities.of(kind, Codecs.load());
    }

    /**
     * Sends over another transport from now on.
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
                closeEncodings();
                transport = newTransport;
                apply();
            }
        });
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
     * Begins to send, or changes what is sent, at once.
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
     * Whether {@link #send} would take parameters; changes nothing.
     *
     * @throws RTCException InvalidStateError where it is stopped; InvalidAccessError where a codec cannot be sent, an encoding names a codec
     *     that carries no media, a feedback is not known, or an SSRC, a name or a header extension is there twice; NotSupportedError
     *     where something that must be understood is not known here, or what {@link #require} named is not acknowledged
     */
    public void validate(RTCRtpParameters newParameters) {
        agent.run(() -> {
            requireRunning();
            new RtpValidation(agent, kind, false).check(newParameters, mustUnderstand);
        });
    }

    /**
     * Requires that the peer understands an extension: from now on parameters are sent only if they name it.
     *
     * @param name as in {@link RTCExtension}
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
        List<RTCRtpEncodingParameters> given =
                wanted.encodings().isEmpty() ? List.of(RTCRtpEncodingParameters.DEFAULT) : wanted.encodings();
        List<SendEncoding> next = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            SendEncoding encoding = i < encodings.size() ? encodings.get(i) : null;
            if (encoding == null || !encoding.fits(given.get(i))) {
                if (encoding != null) {
                    encoding.close();
                }
                encoding = new SendEncoding(agent, kind, over.media(), wanted, given.get(i));
                encoding.track(track);
            } else {
                encoding.update(wanted, given.get(i));
            }
            next.add(encoding);
        }
        for (int i = given.size(); i < encodings.size(); i++) {
            encodings.get(i).close();
        }
        encodings = next;
    }

    private void closeEncodings() {
        encodings.forEach(SendEncoding::close);
        encodings = new ArrayList<>();
    }

    /** Ends it, telling the peer by BYE. */
    public void stop() {
        close();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!stopped) {
                stopped = true;
                closeEncodings();
                agent.disown(this);
            }
        });
    }

    private void requireRunning() {
        if (stopped) {
            throw RTCException.invalidState("the sender is stopped; make a new one");
        }
    }

    /** Statistics of what is sent. */
    public RTCStatsReport getStats() {
        return agent.call(() -> RTCStatsReport.of(
                encodings.stream().flatMap(e -> e.stats().stream()).toList()));
    }
}
