package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.rtp.rtp.PayloadType;
import dev.plumb.rtp.rtp.RtpSendStream;
import dev.plumb.rtp.rtp.SendStreamConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a sender: its pipeline encodes, or an application writes, frames that it sends on an RTP stream. It is
 * used on the loop.
 */
final class SendEncoding {
    private static final long DEFAULT_AUDIO_BPS = 48_000;
    private static final long DEFAULT_VIDEO_BPS = 1_500_000;
    private static final long LEAST_BPS = 6_000;
    private static final int VOICE_DBOV = 50;
    private static final long SILENCE_NANOS = 150_000_000L;

    private final RTCRtpSender owner;
    private final Agent agent;
    private final MediaKind kind;
    private final SendPipeline pipeline;
    private final RtpClock written = new RtpClock();
    private MediaTransport media;
    private RtpSendStream stream;
    private RTCRtpParameters parameters;
    private RTCRtpEncodingParameters encoding;
    private RTCRtpCodecParameters codec;
    private RTCRtpCodecParameters sending;
    private @Nullable MediaStreamTrack track;
    private boolean encoded;
    private boolean afterSilence = true;
    private long lastCaptureNanos;
    private boolean held;
    private boolean closed;

    SendEncoding(
            RTCRtpSender owner,
            Agent agent,
            MediaTransport media,
            RTCRtpParameters parameters,
            RTCRtpEncodingParameters encoding) {
        this.owner = owner;
        this.agent = agent;
        this.kind = owner.kind();
        this.media = media;
        this.parameters = parameters;
        this.encoding = encoding;
        this.codec = RtpValidation.codecOf(parameters, encoding);
        this.sending = codec;
        this.pipeline = new SendPipeline(agent, kind, this::describe, this::send);
        this.stream = media.addStream(config(freshSsrc(), SendStreamConfig.NONE), this);
        stream.cname(parameters.rtcp().cname());
        pipeline.rate(rate());
        pipeline.discontinuous(encoding.dtx());
    }

    // ---- what it is told --------------------------------------------------------------------------------------------

    private long freshSsrc() {
        return encoding.ssrc().orElseGet(() -> media.session().freeSsrc());
    }

    /**
     *
     * @param rtxSsrc the SSRC that its retransmissions use already, or NONE
     */
    private SendStreamConfig config(long ssrc, long rtxSsrc) {
        int rtxPayloadType = rtxPayloadType(codec);
        long repair = encoding.rtxSsrc()
                .orElseGet(
                        () -> rtxSsrc == SendStreamConfig.NONE ? media.session().freeSsrc() : rtxSsrc);
        return new SendStreamConfig(
                ssrc,
                rtxPayloadType < 0 ? SendStreamConfig.NONE : repair,
                payloadType(codec),
                rtxPayloadType,
                kind == MediaKind.VIDEO,
                codec.hasFeedback("nack", ""),
                parameters.muxId(),
                encoding.rid(),
                RtpMapping.extensionIds(parameters),
                rateBps());
    }

    private static PayloadType payloadType(RTCRtpCodecParameters codec) {
        PayloadFormat format = PayloadFormat.ofName(codec.name())
                .orElseThrow(() -> new RTCException(
                        RTCException.Name.NOT_SUPPORTED, "there is no payload format for " + codec.name()));
        // RFC 6184 8.1: an absent packetization-mode means 0
        boolean single = format == PayloadFormat.H264
                && codec.parameters().getOrDefault("packetization-mode", "0").equals("0");
        return new PayloadType(codec.payloadType(), single ? PayloadFormat.H264_SINGLE : format, codec.clockRateHz());
    }

    private int rtxPayloadType(RTCRtpCodecParameters repaired) {
        return parameters.codecs().stream()
                .filter(c -> c.repairedPayloadType() == repaired.payloadType())
                .mapToInt(RTCRtpCodecParameters::payloadType)
                .findFirst()
                .orElse(SendStreamConfig.NONE);
    }

    private long rateBps() {
        long wanted = encoding.maxBitrateBps().orElse(kind == MediaKind.AUDIO ? DEFAULT_AUDIO_BPS : DEFAULT_VIDEO_BPS);
        return Math.max(LEAST_BPS, Math.min(wanted, CodecLimits.of(codec).maxBps()));
    }

    private SendPipeline.Rate rate() {
        CodecLimits limits = CodecLimits.of(codec);
        return new SendPipeline.Rate(
                rateBps(),
                Math.min(encoding.maxFramerate().orElse(Double.POSITIVE_INFINITY), limits.maxFramesPerSecond()),
                encoding.resolutionScale(),
                encoding.framerateScale(),
                limits.pictures(encoding.scaleResolutionDownTo()));
    }

    /** Returns whether it may go on under other parameters: the same SSRC, or the same name where none is given. */
    boolean fits(RTCRtpEncodingParameters other) {
        return !closed
                && (other.ssrc().isPresent()
                        ? other.ssrc().getAsLong() == stream.ssrc()
                        : other.rid().equals(encoding.rid()));
    }

    /** Returns whether its stream, or its retransmissions, have an SSRC. */
    boolean uses(long ssrc) {
        return stream.ssrc() == ssrc || stream.config().rtxSsrc() == ssrc;
    }

    void update(RTCRtpParameters newParameters, RTCRtpEncodingParameters newEncoding) {
        boolean otherEncoder = newEncoding.dtx() != encoding.dtx();
        parameters = newParameters;
        encoding = newEncoding;
        pipeline.discontinuous(encoding.dtx());
        RTCRtpCodecParameters newCodec = RtpValidation.codecOf(newParameters, newEncoding);
        otherEncoder |= !newCodec.equals(codec);
        codec = newCodec;
        SendStreamConfig wanted = config(stream.ssrc(), stream.config().rtxSsrc());
        if (!wanted.equals(stream.config())) {
            media.configureStream(stream, wanted);
        }
        stream.cname(newParameters.rtcp().cname());
        media.session().rate(stream, rateBps());
        media.after();
        pipeline.rate(rate());
        if (otherEncoder && !encoded) {
            pipeline.codec(newCodec);
        }
        runWhereWanted();
    }

    void track(@Nullable MediaStreamTrack newTrack) {
        track = newTrack;
        runWhereWanted();
    }

    /** Sets whether the application writes frames that are encoded already. */
    void encoded(boolean newEncoded) {
        encoded = newEncoded;
        runWhereWanted();
    }

    void transform(@Nullable RTCRtpTransform transform) {
        pipeline.transform(transform);
    }

    void contributing(List<Long> ssrcs, List<Integer> levelsDbov) {
        stream.contributing(ssrcs, levelsDbov);
    }

    void requestKeyFrame() {
        pipeline.requestKeyFrame();
    }

    private void runWhereWanted() {
        MediaStreamTrack from = track;
        if (isOpen() && from != null && !encoded) {
            pipeline.run(from, codec);
        } else {
            pipeline.pause();
            afterSilence = true;
        }
    }

    private boolean isOpen() {
        return !closed && encoding.active() && media.isReady();
    }

    // ---- what the transport tells -----------------------------------------------------------------------------------

    void transportReady() {
        runWhereWanted();
    }

    void transportEnded() {
        close();
    }

    void keyFrameRequested() {
        pipeline.requestKeyFrame();
        owner.keyFrameRequested(encoding.rid());
    }

    /** Handles an SSRC that somebody else uses too. An SSRC that was not given is replaced. */
    void conflict(long ssrc) {
        owner.conflict(ssrc);
        if (encoding.ssrc().isEmpty() && !closed) {
            media.removeStream(stream);
            startStream();
        }
    }

    private void startStream() {
        stream = media.addStream(config(freshSsrc(), SendStreamConfig.NONE), this);
        stream.cname(parameters.rtcp().cname());
        sending = codec;
        owner.tellSources(this);
        pipeline.requestKeyFrame();
    }

    /** Moves to another transport, with the same SSRC, sequence numbers and timestamps. */
    void moveTo(MediaTransport to) {
        if (closed) {
            return;
        }
        media.releaseStream(stream);
        media = to;
        long rtxSsrc = stream.config().rtxSsrc();
        boolean free = !to.isTaken(stream.ssrc()) && (rtxSsrc == SendStreamConfig.NONE || !to.isTaken(rtxSsrc));
        if (free) {
            to.adoptStream(stream, config(stream.ssrc(), rtxSsrc), this);
        } else {
            stream.abandon();
            startStream();
        }
        runWhereWanted();
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    /** Sends a frame of the pipeline. */
    private void send(SendPipeline.Encoded frame) {
        if (closed || held || !encoding.active() || encoded) {
            return;
        }
        if (kind == MediaKind.AUDIO) {
            int dbov = SourceLog.dbov(frame.level());
            stream.level(dbov, dbov < VOICE_DBOV);
        }
        sendAs(frame.codec(), frame.data(), frame.captureNanos());
    }

    /** Sends a frame of the application. */
    void write(RTCEncodedFrame frame) {
        if (isOpen() && encoded) {
            long at = written.nanosOf(frame.metadata().rtpTimestamp(), codec.clockRateHz(), media.now());
            frame.metadata()
                    .audioLevel()
                    .ifPresent(level -> stream.level(SourceLog.dbov(level), SourceLog.dbov(level) < VOICE_DBOV));
            sendAs(codec, frame.data(), at);
        }
    }

    private void sendAs(RTCRtpCodecParameters as, byte[] data, long captureNanos) {
        if (!as.equals(sending)) {
            stream.payload(payloadType(as), rtxPayloadType(as));
            sending = as;
        }
        afterSilence |= captureNanos - lastCaptureNanos > SILENCE_NANOS;
        lastCaptureNanos = captureNanos;
        if (!stream.sendFrame(data, captureNanos, kind == MediaKind.VIDEO || afterSilence, media.now())) {
            keyFrameRequested();
        }
        afterSilence = false;
        media.after();
    }

    private RTCEncodedFrameMetadata describe(SendPipeline.Encoded frame) {
        return new RTCEncodedFrameMetadata(
                stream.ssrc(),
                List.of(),
                frame.codec().payloadType(),
                frame.codec().mimeType(kind),
                stream.timestampAt(frame.captureNanos()),
                OptionalInt.empty(),
                encoding.rid(),
                frame.width(),
                frame.height(),
                OptionalLong.of(agent.loop().wallNanos() - (agent.loop().nowNanos() - frame.captureNanos())),
                kind == MediaKind.AUDIO ? OptionalDouble.of(frame.level()) : OptionalDouble.empty());
    }

    // ---- telephone events -------------------------------------------------------------------------------------------

    /**
     * Returns the telephone events to send beside the codec, or empty where none were agreed on or nothing can be sent.
     * Those of the codec's clock rate are preferred. Otherwise the first ones are used, since some gateways support
     * only one clock rate.
     */
    Optional<RTCRtpCodecParameters> telephoneEvents() {
        if (!isOpen()) {
            return Optional.empty();
        }
        List<RTCRtpCodecParameters> all = parameters.codecs().stream()
                .filter(c -> c.is("telephone-event"))
                .toList();
        return all.stream()
                .filter(c -> c.clockRateHz() == codec.clockRateHz())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    int clockRateHz() {
        return codec.clockRateHz();
    }

    /** Sets whether a telephone event takes the place of sound. */
    void held(boolean newHeld) {
        held = newHeld;
        afterSilence = true;
    }

    long timestampNow() {
        return stream.timestampAt(media.now());
    }

    void sendEvent(byte[] payload, int payloadType, long rtpTimestamp, boolean marker) {
        if (!closed) {
            stream.sendPayload(payload, payloadType, rtpTimestamp, marker, media.now());
            media.after();
        }
    }

    // ---- end --------------------------------------------------------------------------------------------------------

    void close() {
        if (!closed) {
            closed = true;
            pipeline.close();
            media.removeStream(stream);
        }
    }

    RTCRtpEncodingParameters parameters() {
        return encoding;
    }

    long ssrc() {
        return stream.ssrc();
    }

    List<RTCStats> stats() {
        return new SendStats(media.dtls(), kind, agent.loop().wallNanos() / 1e6)
                .of(stream, sending, parameters.muxId(), encoding, owner.indexOf(this), pipeline, track);
    }
}
