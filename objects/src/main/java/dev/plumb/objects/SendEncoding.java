package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.AudioEncoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.CodecProvider;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.codec.VideoEncoderSettings;
import dev.plumb.media.engine.AudioSender;
import dev.plumb.media.engine.VideoSender;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.rtp.rtp.PayloadType;
import dev.plumb.rtp.rtp.RtpSendStream;
import dev.plumb.rtp.rtp.SendStreamConfig;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One stream of a sender: an encoder on a worker of its own, between a track and an RTP stream. */
final class SendEncoding {
    private static final long DEFAULT_AUDIO_BPS = 48_000;
    private static final long DEFAULT_VIDEO_BPS = 1_500_000;
    private static final double EXPECTED_FRAMES_PER_SECOND = 30;
    private static final int ENCODER_THREADS = 2;

    private final Agent agent;
    private final MediaKind kind;
    private final MediaTransport media;
    private final RtpSendStream stream;
    private RTCRtpParameters parameters;
    private RTCRtpEncodingParameters encoding;
    private RTCRtpCodecParameters codec;
    private @Nullable MediaStreamTrack track;
    private @Nullable Loop worker;
    private @Nullable AudioSender audio;
    private @Nullable VideoSender video;
    private @Nullable Registration listening;
    private boolean afterSilence = true;
    private boolean closed;

    SendEncoding(
            Agent agent,
            MediaKind kind,
            MediaTransport media,
            RTCRtpParameters parameters,
            RTCRtpEncodingParameters encoding) {
        this.agent = agent;
        this.kind = kind;
        this.media = media;
        this.parameters = parameters;
        this.encoding = encoding;
        this.codec = RtpValidation.codecOf(parameters, encoding);
        this.stream = media.addStream(config(), this);
    }

    private SendStreamConfig config() {
        long ssrc = encoding.ssrc().orElseGet(() -> media.session().freeSsrc());
        int rtxPayloadType = rtxPayloadType(codec);
        long rtxSsrc = rtxPayloadType < 0
                ? SendStreamConfig.NONE
                : encoding.rtxSsrc().orElseGet(() -> media.session().freeSsrc());
        return new SendStreamConfig(
                ssrc,
                rtxSsrc,
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
        return new PayloadType(codec.payloadType(), format, codec.clockRateHz());
    }

    private int rtxPayloadType(RTCRtpCodecParameters repaired) {
        return parameters.codecs().stream()
                .filter(c -> c.repairedPayloadType() == repaired.payloadType())
                .mapToInt(RTCRtpCodecParameters::payloadType)
                .findFirst()
                .orElse(SendStreamConfig.NONE);
    }

    private long rateBps() {
        return encoding.maxBitrateBps().orElse(kind == MediaKind.AUDIO ? DEFAULT_AUDIO_BPS : DEFAULT_VIDEO_BPS);
    }

    /** Whether it may go on under other parameters: same SSRC, same name. */
    boolean fits(RTCRtpEncodingParameters other) {
        return !closed
                && other.rid().equals(encoding.rid())
                && (other.ssrc().isEmpty() || other.ssrc().getAsLong() == stream.ssrc());
    }

    void update(RTCRtpParameters newParameters, RTCRtpEncodingParameters newEncoding) {
        parameters = newParameters;
        encoding = newEncoding;
        RTCRtpCodecParameters newCodec = RtpValidation.codecOf(newParameters, newEncoding);
        boolean otherCodec = !newCodec.equals(codec);
        if (otherCodec) {
            codec = newCodec;
            stream.payload(payloadType(newCodec), rtxPayloadType(newCodec));
            stopPipeline();
        }
        media.session().rate(stream, rateBps());
        media.after();
        runWhereWanted();
        applyRate();
    }

    void track(@Nullable MediaStreamTrack newTrack) {
        if (newTrack != track) {
            if (listening != null) {
                listening.close();
                listening = null;
            }
            track = newTrack;
            runWhereWanted();
        }
    }

    void transportReady() {
        runWhereWanted();
    }

    void transportEnded() {
        close();
    }

    void keyFrameRequested() {
        if (video != null) {
            video.requestKeyFrame();
        }
    }

    // ---- pipeline ---------------------------------------------------------------------------------------------------

    private void runWhereWanted() {
        MediaStreamTrack from = track;
        boolean wanted = !closed && encoding.active() && from != null && media.isReady();
        if (!wanted || from == null) {
            stopPipeline();
            return;
        }
        Loop on = worker;
        if (on == null) {
            on = startPipeline();
        }
        if (listening == null) {
            listening = listen(from, on);
        }
    }

    private Loop startPipeline() {
        Loop on = agent.newWorker();
        worker = on;
        afterSilence = true;
        CodecFormat format = codec.toFormat(kind);
        CodecProvider provider = agent.codecs()
                .providerOf(format)
                .orElseThrow(() -> RTCException.invalidAccess("there is no codec for " + codec.name()));
        if (kind == MediaKind.AUDIO) {
            AudioEncoder encoder = provider.audioEncoder(format);
            encoder.bitRate(rateBps());
            audio = new AudioSender(encoder, this::encodedAudio);
        } else {
            VideoEncoder encoder = provider.videoEncoder(
                    format, new VideoEncoderSettings(rateBps(), EXPECTED_FRAMES_PER_SECOND, ENCODER_THREADS));
            video = new VideoSender(on, encoder, this::encodedVideo);
            applyRate();
        }
        return on;
    }

    private Registration listen(MediaStreamTrack from, Loop on) {
        AudioSender toAudio = audio;
        VideoSender toVideo = video;
        if (toAudio != null) {
            return from.onAudio(frame -> executeUnlessEnded(on, () -> toAudio.accept(frame)));
        }
        if (toVideo != null) {
            return from.onVideo(toVideo);
        }
        throw new IllegalStateException("a running pipeline has one of the two");
    }

    /** A frame may come while the worker is being ended, with nobody left to hear it. */
    private static void executeUnlessEnded(Loop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            System.getLogger(SendEncoding.class.getName()).log(System.Logger.Level.TRACE, "frame after the end", e);
        }
    }

    private void stopPipeline() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        Loop on = worker;
        if (on == null) {
            return;
        }
        AudioSender oldAudio = audio;
        if (oldAudio != null) {
            on.execute(oldAudio::close);
        }
        if (video != null) {
            video.close();
        }
        audio = null;
        video = null;
        worker = null;
        agent.endWorker(on);
    }

    private void applyRate() {
        AudioSender toAudio = audio;
        Loop on = worker;
        if (toAudio != null && on != null) {
            long bps = rateBps();
            on.execute(() -> toAudio.bitRate(bps));
        }
        if (video != null) {
            double most = encoding.maxFramerate().orElse(Double.POSITIVE_INFINITY);
            video.rate(rateBps(), Math.min(most, EXPECTED_FRAMES_PER_SECOND), most, encoding.resolutionScale());
        }
    }

    private void encodedAudio(byte[] payload, long captureNanos, long durationNanos, double level) {
        executeUnlessEnded(agent.loop(), () -> {
            if (!closed) {
                stream.sendFrame(payload, captureNanos, afterSilence, media.now());
                afterSilence = false;
                media.after();
            }
        });
    }

    private void encodedVideo(EncodedPicture picture) {
        executeUnlessEnded(agent.loop(), () -> {
            if (!closed) {
                stream.sendFrame(picture.data(), picture.timestampNanos(), true, media.now());
                media.after();
            }
        });
    }

    void close() {
        if (!closed) {
            closed = true;
            stopPipeline();
            media.removeStream(stream);
        }
    }

    List<RTCStats> stats() {
        return RtpStats.outbound(
                media.dtls(),
                kind,
                stream,
                codec,
                audio,
                video,
                track,
                encoding,
                agent.loop().wallNanos() / 1e6);
    }
}
