package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.AudioEncoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.CodecProvider;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.codec.VideoEncoderSettings;
import dev.plumb.media.engine.AudioSender;
import dev.plumb.media.engine.PictureLimits;
import dev.plumb.media.engine.VideoSender;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline from a track to encoded frames: an encoder on a worker of its own, and a transform if there is one. It is
 * used on the loop except for the worker.
 */
final class SendPipeline {
    private static final double EXPECTED_FRAMES_PER_SECOND = 30;

    private static final int SOUND_WAITING_AT_MOST = 50;

    private final AtomicInteger soundWaiting = new AtomicInteger();
    private final AtomicLong soundDroppedNanos = new AtomicLong();
    private final AtomicLong soundDrops = new AtomicLong();
    private final Agent agent;
    private final MediaKind kind;
    private final Description description;
    private final Consumer<Encoded> out;
    private @Nullable Loop worker;
    private @Nullable AudioSender audio;
    private @Nullable VideoSender video;
    private @Nullable Registration listening;
    private @Nullable MediaStreamTrack heard;
    private volatile @Nullable FrameTransformer<Encoded> transformer;
    private @Nullable RTCRtpTransform transform;
    private String encoderName = "";
    private boolean discontinuous;
    private Rate rate = new Rate(1, Double.POSITIVE_INFINITY, 1, 1, PictureLimits.NONE);

    /**
     * A frame that an encoder made.
     *
     * @param level the audio level, 0 to 1
     */
    record Encoded(
            byte[] data,
            boolean key,
            RTCRtpCodecParameters codec,
            int width,
            int height,
            long captureNanos,
            double level) {
        Encoded with(byte[] newData) {
            return new Encoded(newData, key, codec, width, height, captureNanos, level);
        }
    }

    /** The target of an encoder. */
    record Rate(
            long bitsPerSecond,
            double maxFramesPerSecond,
            double resolutionScale,
            double framerateScale,
            PictureLimits limits) {}

    /** A context that tells a transform the origin of a frame. */
    interface Description {
        RTCEncodedFrameMetadata of(Encoded frame);
    }

    /**
     *
     * @param out the consumer of encoded frames, on the loop
     */
    SendPipeline(Agent agent, MediaKind kind, Description description, Consumer<Encoded> out) {
        this.agent = agent;
        this.kind = kind;
        this.description = description;
        this.out = out;
    }

    /** Encodes a track from now on. After a pause it begins with a key frame. */
    void run(MediaStreamTrack track, RTCRtpCodecParameters codec) {
        if (listening != null && heard == track) {
            return;
        }
        boolean paused = listening == null;
        pause();
        Loop on = worker();
        if (audio == null && video == null) {
            start(on, codec);
        } else if (video != null && paused) {
            video.requestKeyFrame();
        }
        listening = listen(track, on);
        heard = track;
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

    /** Encodes nothing; the encoder stays. */
    void pause() {
        if (listening != null) {
            listening.close();
            listening = null;
            heard = null;
        }
    }

    boolean isRunning() {
        return listening != null;
    }

    private void start(Loop on, RTCRtpCodecParameters codec) {
        if (kind == MediaKind.AUDIO) {
            audio = new AudioSender(audioEncoder(codec), packetMillis(codec), sound(codec));
        } else {
            video = new VideoSender(on, videoEncoder(codec), agent.pictures(), pictures(codec));
            rate(rate);
        }
    }

    /** Sets whether encoders that are made from now on leave out silence. */
    void discontinuous(boolean newDiscontinuous) {
        discontinuous = newDiscontinuous;
    }

    /** Switches to another codec at the next frame. Its encoder is ready before the old one ends. */
    void codec(RTCRtpCodecParameters codec) {
        Loop on = worker;
        AudioSender toAudio = audio;
        if (toAudio != null && on != null) {
            AudioEncoder next = audioEncoder(codec);
            on.execute(() -> toAudio.switchTo(next, packetMillis(codec), sound(codec)));
        }
        if (video != null) {
            video.switchTo(videoEncoder(codec), pictures(codec));
        }
    }

    private CodecProvider provider(CodecFormat format) {
        return agent.codecs()
                .providerOf(format)
                .orElseThrow(() -> RTCException.invalidAccess("there is no codec for " + format.name()));
    }

    private AudioEncoder audioEncoder(RTCRtpCodecParameters codec) {
        CodecFormat format = discontinuous ? discontinuous(codec) : codec.toFormat(kind);
        AudioEncoder encoder = provider(format).audioEncoder(format);
        encoder.bitRate(rate.bitsPerSecond);
        encoderName = encoder.getClass().getSimpleName();
        return encoder;
    }

    /** Returns the format of a codec that is asked to leave silence out. Only Opus does so. */
    private CodecFormat discontinuous(RTCRtpCodecParameters codec) {
        Map<String, String> parameters = new HashMap<>(codec.parameters());
        parameters.put("usedtx", "1");
        return codec.withParameters(parameters).toFormat(kind);
    }

    /** Returns the longest packet that codecs can make within what was asked for, in milliseconds. */
    private static int packetMillis(RTCRtpCodecParameters codec) {
        int most = codec.ptimeMillis()
                .orElse(Math.min(
                        AudioSender.DEFAULT_PACKET_MILLIS,
                        codec.maxptimeMillis().orElse(Integer.MAX_VALUE)));
        return most >= 60 ? 60 : most >= 40 ? 40 : most >= 20 ? 20 : 10;
    }

    private VideoEncoder videoEncoder(RTCRtpCodecParameters codec) {
        CodecFormat format = codec.toFormat(kind);
        VideoEncoder encoder = provider(format)
                .videoEncoder(
                        format,
                        new VideoEncoderSettings(
                                rate.bitsPerSecond,
                                EXPECTED_FRAMES_PER_SECOND,
                                Runtime.getRuntime().availableProcessors()));
        encoderName = encoder.getClass().getSimpleName();
        return encoder;
    }

    private AudioSender.EncodedAudioSink sound(RTCRtpCodecParameters codec) {
        return (payload, captureNanos, durationNanos, level) ->
                transformed(new Encoded(payload, true, codec, 0, 0, captureNanos, level));
    }

    private Consumer<EncodedPicture> pictures(RTCRtpCodecParameters codec) {
        return p ->
                transformed(new Encoded(p.data(), p.keyFrame(), codec, p.width(), p.height(), p.timestampNanos(), 0));
    }

    private Registration listen(MediaStreamTrack from, Loop on) {
        AudioSender toAudio = audio;
        VideoSender toVideo = video;
        if (toAudio != null) {
            return from.onAudio(frame -> sound(frame, toAudio, on));
        }
        if (toVideo != null) {
            return from.onVideo(toVideo);
        }
        throw new IllegalStateException("a running pipeline has one of the two");
    }

    /**
     * Passes a frame to the encoder's worker, or drops it where too many wait. An encoder that is too slow loses sound
     * instead of adding delay.
     */
    private void sound(AudioFrame frame, AudioSender to, Loop on) {
        if (soundWaiting.get() >= SOUND_WAITING_AT_MOST) {
            soundDroppedNanos.addAndGet(frame.durationNanos());
            soundDrops.incrementAndGet();
            return;
        }
        soundWaiting.incrementAndGet();
        executeUnlessEnded(on, () -> {
            soundWaiting.decrementAndGet();
            to.accept(frame);
        });
    }

    /** Returns the seconds of sound that were dropped because the encoder was too slow. */
    double soundDroppedSeconds() {
        return soundDroppedNanos.get() / 1e9;
    }

    /** Returns the number of frames of sound that were dropped because the encoder was too slow. */
    long soundDrops() {
        return soundDrops.get();
    }

    // ---- transform --------------------------------------------------------------------------------------------------

    /** Sets a transform of encoded frames, or none if it is null. */
    void transform(@Nullable RTCRtpTransform newTransform) {
        transform = newTransform;
        Loop on = worker;
        if (on == null || newTransform == null) {
            transformer = null;
            return;
        }
        RTCRtpTransformer asks = new RTCRtpTransformer() {
            @Override
            public void generateKeyFrame() {
                executeUnlessEnded(agent.loop(), SendPipeline.this::requestKeyFrame);
            }

            @Override
            public void sendKeyFrameRequest() {
                // for receivers
            }
        };
        transformer = new FrameTransformer<>(
                on, newTransform, asks, (encoded, frame) -> give(encoded.with(frame.data())), asks::generateKeyFrame);
    }

    private void transformed(Encoded frame) {
        FrameTransformer<Encoded> through = transformer;
        if (through == null) {
            give(frame);
            return;
        }
        RTCEncodedFrameMetadata metadata = description.of(frame);
        RTCEncodedVideoFrame.Type type = frame.key ? RTCEncodedVideoFrame.Type.KEY : RTCEncodedVideoFrame.Type.DELTA;
        through.accept(
                frame,
                kind == MediaKind.AUDIO
                        ? new RTCEncodedAudioFrame(frame.data, metadata)
                        : new RTCEncodedVideoFrame(type, frame.data, metadata));
    }

    private void give(Encoded frame) {
        executeUnlessEnded(agent.loop(), () -> out.accept(frame));
    }

    /** Runs a task unless the loop is being ended, when nobody is left to take a frame. */
    private static void executeUnlessEnded(Loop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            Logs.MEDIA.log(System.Logger.Level.TRACE, "frame after the end", e);
        }
    }

    // ---- control ----------------------------------------------------------------------------------------------------

    /** Aims at something else from the next frame on. */
    void rate(Rate newRate) {
        rate = newRate;
        AudioSender toAudio = audio;
        Loop on = worker;
        if (toAudio != null && on != null) {
            on.execute(() -> toAudio.bitRate(newRate.bitsPerSecond));
        }
        if (video != null) {
            video.framerateScale(newRate.framerateScale);
            video.limits(newRate.limits);
            video.rate(
                    newRate.bitsPerSecond,
                    Math.clamp(newRate.maxFramesPerSecond, 1, EXPECTED_FRAMES_PER_SECOND),
                    newRate.maxFramesPerSecond,
                    newRate.resolutionScale);
        }
    }

    Rate rate() {
        return rate;
    }

    void requestKeyFrame() {
        if (video != null) {
            video.requestKeyFrame();
        }
    }

    @Nullable
    AudioSender audio() {
        return audio;
    }

    @Nullable
    VideoSender video() {
        return video;
    }

    /** Returns the encoder's name, or empty before there is one. */
    String encoderName() {
        return encoderName;
    }

    void close() {
        pause();
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
}
