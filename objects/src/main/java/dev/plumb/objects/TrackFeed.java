package dev.plumb.objects;

import dev.plumb.base.loop.Isolation;
import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.engine.AudioReceiver;
import dev.plumb.media.engine.VideoReceiver;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.payload.H264ParameterSets;
import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.rtp.rtp.RtpReceiver;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that transforms and decodes the frames of a receiver, on a worker of its own, and passes them to the
 * track. It is used on the loop except for the worker.
 */
final class TrackFeed implements RTCRtpTransformer {
    private static final int VIDEO_CLOCK_HZ = 90_000;

    private final RTCRtpReceiver owner;
    private final Agent agent;
    private final MediaKind kind;
    private final MediaStreamTrack track;
    private final SourceLog sources = new SourceLog();
    private final RtpClock clock = new RtpClock();
    private final LayerChoice layers = new LayerChoice(this::keyFrameNeeded);
    private final DtmfReceiver tones;
    private final Isolation isolation = new Isolation("dev.plumb.media", "a sink of encoded frames");
    private MediaTransport media;
    private @Nullable Loop worker;
    private @Nullable RtpReceiver receiver;
    private volatile @Nullable RTCRtpParameters parameters;
    private volatile @Nullable AudioReceiver audio;
    private volatile @Nullable VideoReceiver video;
    private volatile @Nullable FrameTransformer<Received> transformer;
    private @Nullable RTCRtpTransform transform;
    private long lastSsrc = -1;
    private int midId;
    private boolean tapped;
    private boolean closed;

    /** A frame that arrived, with its destination after a transform. */
    private sealed interface Received {}

    private record Sound(AudioPacket packet) implements Received {}

    private record Picture(EncodedFrame frame, long atNanos) implements Received {}

    TrackFeed(RTCRtpReceiver owner, Agent agent, MediaTransport media) {
        this.owner = owner;
        this.agent = agent;
        this.kind = owner.kind();
        this.media = media;
        this.track = owner.track();
        this.tones = new DtmfReceiver(agent.loop(), owner::tone);
    }

    void update(RTCRtpParameters wanted) {
        parameters = wanted;
        midId = MediaTransport.midId(wanted);
        var config = RtpMapping.receiver(wanted, kind == MediaKind.VIDEO);
        RtpReceiver present = receiver;
        if (present == null) {
            RtpReceiver made = media.addReceiver(config, this);
            made.tap(tapped);
            receiver = made;
        } else {
            media.replaceReceiver(present, config);
        }
        reportAs(wanted);
    }

    private void reportAs(RTCRtpParameters wanted) {
        wanted.rtcp()
                .ssrc()
                .ifPresent(
                        ssrc -> media.session().reportFrom(ssrc, wanted.rtcp().cname()));
    }

    /** Moves to another transport, and keeps the state of the streams. */
    void moveTo(MediaTransport to) {
        RtpReceiver present = receiver;
        RTCRtpParameters p = parameters;
        if (present != null && p != null) {
            media.releaseReceiver(present);
            to.adoptReceiver(present, RtpMapping.receiver(p, kind == MediaKind.VIDEO), this);
        }
        media = to;
        if (p != null) {
            reportAs(p);
        }
    }

    /** Returns the id of MID in the parameters given last, or 0 if there is none. */
    int midId() {
        return midId;
    }

    private Loop worker() {
        Loop on = worker;
        if (on == null) {
            on = agent.newWorker();
            worker = on;
            transform(transform);
        }
        return on;
    }

    // ---- packets and frames -----------------------------------------------------------------------------------------

    /** Sets whether packets are handed out as they arrive. */
    void tap(boolean newTapped) {
        tapped = newTapped;
        if (receiver != null) {
            receiver.tap(newTapped);
        }
    }

    void packet(RTCRtpPacket packet) {
        owner.packet(packet);
    }

    void audio(AudioPacket packet) {
        if (closed) {
            return;
        }
        Optional<RTCRtpCodecParameters> codec = codec(packet.payloadType());
        if (codec.filter(c -> c.is("telephone-event")).isPresent()) {
            tones.receive(packet);
            return;
        }
        track.setMuted(false);
        Consumer<RTCEncodedFrame> encoded = owner.encodedSink();
        if (encoded != null) {
            sources.played(packet, agent.loop().wallNanos() / 1e6);
            RTCEncodedFrame sound = new RTCEncodedAudioFrame(packet.payload(), metadata(packet));
            execute(() -> isolation.run(() -> encoded.accept(sound)));
            return;
        }
        AudioReceiver to = audioReceiver();
        if (transformer == null) {
            to.accept(packet);
        } else {
            execute(() -> transformed(new Sound(packet), new RTCEncodedAudioFrame(packet.payload(), metadata(packet))));
        }
    }

    void video(EncodedFrame came) {
        if (closed) {
            return;
        }
        EncodedFrame frame = described(came);
        track.setMuted(false);
        RTCEncodedVideoFrame.Type type =
                frame.keyFrame() ? RTCEncodedVideoFrame.Type.KEY : RTCEncodedVideoFrame.Type.DELTA;
        Consumer<RTCEncodedFrame> encoded = owner.encodedSink();
        if (encoded != null) {
            sources.played(frame, agent.loop().wallNanos() / 1e6);
            RTCEncodedFrame picture = new RTCEncodedVideoFrame(type, frame.data(), metadata(frame));
            execute(() -> isolation.run(() -> encoded.accept(picture)));
            return;
        }
        if (!layers.takes(frame, media.now())) {
            return;
        }
        if (frame.ssrc() != lastSsrc) {
            clock.reset();
            lastSsrc = frame.ssrc();
        }
        long at = clock.nanosOf(frame.rtpTimestamp(), VIDEO_CLOCK_HZ, frame.receivedNanos());
        sources.decodes(at, frame);
        VideoReceiver to = videoReceiver();
        if (transformer == null) {
            to.accept(picture(frame, frame.data(), at), frame.payloadType(), frame.receivedNanos());
        } else {
            execute(() ->
                    transformed(new Picture(frame, at), new RTCEncodedVideoFrame(type, frame.data(), metadata(frame))));
        }
    }

    /** Adds to a key frame of H.264 the parameter sets that the session description has and the frame lacks. */
    private EncodedFrame described(EncodedFrame frame) {
        if (!frame.keyFrame() || frame.format() != PayloadFormat.H264) {
            return frame;
        }
        return codec(frame.payloadType())
                .map(c -> c.parameters().get("sprop-parameter-sets"))
                .map(sprop -> frame.withData(H264ParameterSets.completed(frame.data(), sprop)))
                .orElse(frame);
    }

    private static EncodedPicture picture(EncodedFrame frame, byte[] data, long atNanos) {
        return new EncodedPicture(data, frame.keyFrame(), frame.width(), frame.height(), atNanos);
    }

    private RTCEncodedFrameMetadata metadata(AudioPacket p) {
        return new RTCEncodedFrameMetadata(
                p.ssrc(),
                p.csrcs(),
                p.payloadType(),
                mimeType(p.payloadType()),
                p.rtpTimestamp(),
                OptionalInt.of(p.sequence()),
                "",
                0,
                0,
                captureTime(p.captureWallNanos()),
                p.audioLevelDbov() < 0 ? OptionalDouble.empty() : SourceLog.level(p.audioLevelDbov()));
    }

    private RTCEncodedFrameMetadata metadata(EncodedFrame f) {
        return new RTCEncodedFrameMetadata(
                f.ssrc(),
                f.csrcs(),
                f.payloadType(),
                mimeType(f.payloadType()),
                f.rtpTimestamp(),
                OptionalInt.empty(),
                f.rid(),
                f.width(),
                f.height(),
                captureTime(f.captureWallNanos()),
                OptionalDouble.empty());
    }

    private static OptionalLong captureTime(long wallNanos) {
        return wallNanos == EncodedFrame.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(wallNanos);
    }

    private String mimeType(int payloadType) {
        return codec(payloadType).map(c -> c.mimeType(kind)).orElse("");
    }

    private Optional<RTCRtpCodecParameters> codec(int payloadType) {
        RTCRtpParameters p = parameters;
        return p == null ? Optional.empty() : p.codec(payloadType);
    }

    /** Runs a task on the worker, unless the worker is being ended. */
    private void execute(Runnable task) {
        try {
            worker().execute(task);
        } catch (RejectedExecutionException e) {
            Logs.MEDIA.log(System.Logger.Level.TRACE, "after the end", e);
        }
    }

    // ---- transform --------------------------------------------------------------------------------------------------

    /** Sets a transform of received frames, or none if it is null. */
    void transform(@Nullable RTCRtpTransform newTransform) {
        transform = newTransform;
        Loop on = worker;
        transformer = on == null || newTransform == null
                ? null
                : new FrameTransformer<>(on, newTransform, this, this::give, this::sendKeyFrameRequest);
    }

    private void transformed(Received received, RTCEncodedFrame frame) {
        FrameTransformer<Received> through = transformer;
        if (through == null) {
            give(received, frame);
        } else {
            through.accept(received, frame);
        }
    }

    private void give(Received received, RTCEncodedFrame frame) {
        switch (received) {
            case Sound(AudioPacket packet) -> {
                AudioReceiver to = audio;
                if (to != null) {
                    to.accept(packet.withPayload(frame.data()));
                }
            }
            case Picture(EncodedFrame picture, long at) -> {
                VideoReceiver to = video;
                if (to != null) {
                    to.accept(picture(picture, frame.data(), at), picture.payloadType(), picture.receivedNanos());
                }
            }
        }
    }

    @Override
    public void generateKeyFrame() {
        // for senders
    }

    @Override
    public void sendKeyFrameRequest() {
        keyFrameNeeded(-1);
    }

    // ---- decoding ---------------------------------------------------------------------------------------------------

    private AudioReceiver audioReceiver() {
        AudioReceiver to = audio;
        if (to == null) {
            Loop on = worker();
            to = new AudioReceiver(
                    on, this::audioDecoder, p -> sources.played(p, on.wallNanos() / 1e6), track::deliver);
            to.wantedDelayNanos(owner.jitterBufferTargetNanos());
            audio = to;
        }
        return to;
    }

    private @Nullable AudioDecoder audioDecoder(int payloadType) {
        return format(payloadType)
                .flatMap(f -> agent.codecs().providerOf(f).map(p -> p.audioDecoder(f)))
                .orElse(null);
    }

    private Optional<CodecFormat> format(int payloadType) {
        return codec(payloadType).map(c -> c.toFormat(kind));
    }

    private VideoReceiver videoReceiver() {
        VideoReceiver to = video;
        if (to == null) {
            to = new VideoReceiver(
                    worker(), this::videoDecoder, agent.pictures(), this::show, this::sendKeyFrameRequest);
            to.wantedDelayNanos(owner.jitterBufferTargetNanos());
            video = to;
        }
        return to;
    }

    /** Sets the minimum playout delay from now on, in nanoseconds. */
    void wantedDelayNanos(long nanos) {
        AudioReceiver sound = audio;
        if (sound != null) {
            sound.wantedDelayNanos(nanos);
        }
        VideoReceiver pictures = video;
        if (pictures != null) {
            pictures.wantedDelayNanos(nanos);
        }
    }

    private void show(VideoFrame frame) {
        sources.decoded(frame.timestampNanos(), agent.loop().wallNanos() / 1e6);
        track.deliver(frame);
    }

    /**
     * Returns the most macroblocks of a picture that a decoder may take: the smaller of the format's limit and the
     * agent's.
     */
    private long macroblocks(CodecFormat format) {
        return Math.min(
                agent.pictures().macroblocks(), CodecLimits.number(format.parameters(), "max-fs", Long.MAX_VALUE));
    }

    private @Nullable VideoDecoder videoDecoder(int payloadType) {
        return format(payloadType)
                .map(f -> f.withParameter("max-fs", Long.toString(macroblocks(f))))
                .flatMap(f -> agent.codecs().providerOf(f).map(p -> p.videoDecoder(f)))
                .orElse(null);
    }

    /** Asks for a key frame of a stream, of all where it is -1; on any thread. */
    private void keyFrameNeeded(long ssrc) {
        try {
            agent.loop().execute(() -> {
                RtpReceiver from = receiver;
                long wanted = ssrc < 0 ? layers.chosen() : ssrc;
                if (closed || from == null) {
                    return;
                }
                if (wanted < 0) {
                    media.requireKeyFrame(from);
                } else {
                    media.requireKeyFrame(from, wanted);
                }
            });
        } catch (RejectedExecutionException e) {
            Logs.MEDIA.log(System.Logger.Level.TRACE, "key frame wanted after the end", e);
        }
    }

    // ---- end --------------------------------------------------------------------------------------------------------

    /** Handles a BYE: the sender has ended a stream. */
    void bye(long ssrc) {
        RtpReceiver from = receiver;
        if (from != null) {
            layers.ended(ssrc);
            if (from.liveStreams() == 0) {
                track.setMuted(true);
            }
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        tones.close();
        if (receiver != null) {
            media.removeReceiver(receiver);
        }
        AudioReceiver oldAudio = audio;
        if (oldAudio != null) {
            oldAudio.close();
        }
        VideoReceiver oldVideo = video;
        if (oldVideo != null) {
            oldVideo.close();
        }
        if (worker != null) {
            agent.endWorker(worker);
        }
    }

    SourceLog sources() {
        return sources;
    }

    List<RTCStats> stats() {
        RtpReceiver from = receiver;
        RTCRtpParameters p = parameters;
        return from == null || p == null
                ? List.of()
                : new ReceiveStats(media.dtls(), kind, agent.loop()).of(from, p, audio, video, layers.chosen(), track);
    }
}
